-- One row per injection that may be immunotherapy.
-- title: Code choice: allergy immunotherapy
-- kind: flag
-- why: Immunotherapy has codes of its own (95115, 95117); 96372 stands beside them, or beside an allergy diagnosis
--     without any drug.
-- fix: See in the record what was injected; the code follows the record.
-- source: B5; NCCI practitioner edits of 2024-07-01
-- side: coding
-- unverified: yes
with immunotherapy as (
    select distinct encounter_no
    from day_line
    where try_cast(code as integer) between 95115 and 95199
),

given as (
    select distinct encounter_no
    from day_line
    where role = 'drug'
),

pointed as (
    select
        line_no,
        unnest(diagnoses) as diagnosis
    from day_line
    where role = 'injection'
),

allergic as (
    select distinct line_no
    from pointed
    where starts_with(diagnosis, 'J30')
)

select
    line.line_no,
    null::varchar as part
from day_line as line
left join immunotherapy on line.encounter_no = immunotherapy.encounter_no
left join given on line.encounter_no = given.encounter_no
left join allergic on line.line_no = allergic.line_no
where
    line.role = 'injection'
    and (
        immunotherapy.encounter_no is not null
        or (given.encounter_no is null and allergic.line_no is not null)
    )
