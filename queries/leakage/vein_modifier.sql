-- One row per drug marked as given into a vein beside an injection.
-- title: Drug marked JA beside 96372
-- kind: flag
-- why: Modifier JA says that the drug went into a vein; the administration billed says under the skin or into a
--     muscle.
-- fix: Compare the route on record with both lines; correct only what the record supports.
-- source: A1, B1, B16; modifiers JA and JB (A53066)
-- side: coding
with injected as (
    select encounter_no
    from day_line
    where role = 'injection'
),

infused as (
    select encounter_no
    from day_line
    where try_cast(code as integer) between 96365 and 96376 and code != '96372'
)

select
    line.line_no,
    null::varchar as part
from day_line as line
semi join injected on line.encounter_no = injected.encounter_no
anti join infused on line.encounter_no = infused.encounter_no
where line.role = 'drug' and list_contains(line.modifiers, 'JA')
