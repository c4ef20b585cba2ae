-- One row per drug line denied as part of a visit that was paid.
-- title: Drug denied as part of the visit
-- kind: flag
-- why: The payer paid that day's visit and holds that the drug is part of it (97, 234), whatever the drug costs.
-- fix: Read the payer's drug policy; ask for reprocessing if the policy pays the drug apart, otherwise accept.
-- source: B11; reason codes 97, 234
-- side: payer
with visit as (
    select
        encounter_no,
        payer_id
    from day_line
    where role = 'em' and is_paid
)

select
    line.line_no,
    null::varchar as part
from day_line as line
semi join visit
    on line.encounter_no = visit.encounter_no and line.payer_id is not distinct from visit.payer_id
where
    line.role = 'drug' and line.open_reason in ('97', '234')
    and line.state in ('denied', 'denied_to_patient', 'taken_back')
