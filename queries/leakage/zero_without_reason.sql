-- One row per line written off whole without a denial.
-- title: Written off whole, no reason given
-- kind: leak
-- why: The payer reduced the whole charge as if it were above the fee, and paid nothing.
-- fix: Ask the payer to process the line again: a contractual reduction of the whole charge is an error of its
--     own.
-- source: A26; X12 usage note of reason code 45
-- class: zero_without_reason
-- side: payer
-- preventable: L
-- recoverable: H
-- judged: rule
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'whole' and is_zero
