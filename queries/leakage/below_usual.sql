-- One row per line paid below what this payer usually pays.
-- title: Paid below this payer's usual
-- kind: leak
-- why: Less than the highest usual price of the four quarters before, in dollars or as a share of the Medicare fee.
--     This is against this payer's own past; only a contract can show a rate that was always low.
-- fix: Ask the payer why it cut the price, with the date of the first short line. A price that was agreed leaves with
--     its contract, or with the day from which the payer's prices are accepted (Data page); else in four quarters.
-- source: A20, A22
-- class: below_usual
-- side: payer
-- preventable: L
-- recoverable: M
-- judged: rule
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'short'
