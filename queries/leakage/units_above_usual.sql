-- One row per drug line of a day with more units of its drug than usual.
-- title: More drug units than usual
-- kind: flag
-- why: The day's units of the drug are more than is usual for one day: milligrams are easily billed as units.
-- fix: Compare the units with the dose on record; correct only if they differ.
-- source: A29, B4, B13; drug_usual.csv (usual units; verified where a contractor says so, else from memory)
-- side: billing
-- unverified: by row
with given as (
    select
        encounter_no,
        code,
        sum(units) as units
    from day_line
    where role = 'drug' and not list_contains(modifiers, 'JW')
    group by encounter_no, code
)

select
    line.line_no,
    null::varchar as part,
    usual.mark != 'V' as is_unverified
from day_line as line
inner join given on line.encounter_no = given.encounter_no and line.code = given.code
inner join drug_usual as usual on line.code = usual.code
where line.role = 'drug' and not list_contains(line.modifiers, 'JW') and given.units > usual.high_units
