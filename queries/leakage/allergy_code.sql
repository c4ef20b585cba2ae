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
    select encounter_no
    from day_line
    where try_cast(code as integer) between 95115 and 95199
),

given as (
    select encounter_no
    from day_line
    where role = 'drug'
)

select
    line.line_no,
    null::varchar as part
from day_line as line
left join (select distinct encounter_no from immunotherapy) as shot on line.encounter_no = shot.encounter_no
left join (select distinct encounter_no from given) as drug_day on line.encounter_no = drug_day.encounter_no
where
    line.role = 'injection' and (
        shot.encounter_no is not null or (
            drug_day.encounter_no is null
            and len(list_filter(line.diagnoses, lambda diagnosis : starts_with(diagnosis, 'J30'))) > 0
        )
    )
