-- One row per visit with modifier 25 whose diagnoses are those of the injection.
-- title: Visit with 25, same diagnosis (audit sample)
-- kind: flag
-- why: The visit carries modifier 25 and points to the very diagnoses of the injection. That is allowed, and is
--     what auditors sample.
-- fix: Read a sample of these records and see whether the visit stands on its own.
-- source: A19
-- side: documentation
with injected as (
    select distinct
        encounter_no,
        payer_id,
        rendering_npi,
        list_sort(diagnoses) as diagnoses
    from day_line
    where role = 'injection' and len(diagnoses) > 0
)

select
    line.line_no,
    null::varchar as part
from day_line as line
semi join injected
    on
        line.encounter_no = injected.encounter_no
        and line.payer_id is not distinct from injected.payer_id
        and line.rendering_npi = injected.rendering_npi
        and list_sort(line.diagnoses) = injected.diagnoses
where
    line.code in ('99202', '99203', '99204', '99205', '99212', '99213', '99214', '99215')
    and list_contains(line.modifiers, '25')
