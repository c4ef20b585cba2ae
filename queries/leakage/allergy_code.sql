-- One row per injection that may be immunotherapy, or immunotherapy that may be an injection of a drug.
-- title: Code choice: allergy immunotherapy
-- kind: flag
-- why: Immunotherapy has codes of its own (95115, 95117): 96372 stands beside them, or beside an allergy diagnosis
--     without any drug; or they stand alone beside a drug of the usual injections.
-- fix: See in the record what was injected; the code follows the record.
-- source: B5; NCCI practitioner edits of 2024-07-01
-- side: coding
-- unverified: yes
with visit_day as (
    select
        encounter_no,
        bool_or(role = 'injection') as has_injection,
        bool_or(role = 'drug') as has_drug,
        bool_or(coalesce(try_cast(code as integer) between 95115 and 95199, false)) as has_immunotherapy
    from day_line
    group by encounter_no
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
inner join visit_day on line.encounter_no = visit_day.encounter_no
left join allergic on line.line_no = allergic.line_no
where
    (line.role = 'injection' and visit_day.has_immunotherapy)
    or (line.role = 'injection' and not visit_day.has_drug and allergic.line_no is not null)
    or (line.code in ('95115', '95117') and visit_day.has_drug and not visit_day.has_injection)
