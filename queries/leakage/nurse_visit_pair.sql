-- One row per nurse visit denied beside an injection.
-- title: Nurse visit beside an injection
-- kind: leak
-- why: 99211 and 96372 are never both paid: the edit has indicator 0, and no modifier helps.
-- fix: Accept the denial; see why both are billed on one day and stop it at its source.
-- source: A6, A7, B2; NCCI practitioner edits of 2024-07-01, 99211 under 96372, indicator 0
-- class: category
-- side: coding
-- preventable: H
-- recoverable: N
-- judged: rule
-- deadline: reopening
select
    line_no,
    part
from leak_part
where
    part = 'whole' and state = 'denied' and pair_kind = 'em_99211'
    and category in ('ncci_pair', 'bundled', 'modifier')
