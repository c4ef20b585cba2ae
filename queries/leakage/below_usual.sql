-- One row per line paid below what this payer usually pays.
-- title: Paid below this payer's usual
-- kind: leak
-- why: The payer allowed less than it usually allowed in the four quarters before. Only a contract can show a rate
--     that was always low.
-- fix: Compare with the contract; ask the payer only if the contract says otherwise.
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
