-- One row per line paid below its contract or fee.
-- title: Paid below the contract or the fee
-- kind: leak
-- why: The payer allowed less than the rate that applies on that day.
-- fix: Check the rate in force on that day; ask the payer to reprocess with the rate in hand.
-- source: A20; RVU and conversion factor of the date of service
-- class: underpaid
-- side: payer
-- preventable: L
-- recoverable: H
-- judged: rule
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'short' and is_owed_by(expected_basis)
