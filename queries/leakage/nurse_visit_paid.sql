-- One row per nurse visit paid beside a paid injection.
-- title: Nurse visit and injection both paid
-- kind: possible_overpayment
-- why: 99211 and 96372 are never both payable: the edit has indicator 0.
-- fix: To the compliance officer; report-and-return rule.
-- source: A7; NCCI practitioner edits of 2024-07-01, 99211 under 96372, indicator 0
-- side: documentation
with injected as (
    select
        encounter_no,
        payer_id
    from day_line
    where role = 'injection' and is_paid
)

select
    line.line_no,
    null::varchar as part
from day_line as line
semi join injected
    on line.encounter_no = injected.encounter_no and line.payer_id is not distinct from injected.payer_id
where line.code = '99211' and line.is_paid
