-- One row per drug line of a day with fewer units of its drug than usual.
-- title: Fewer drug units than usual
-- kind: flag
-- why: The day's units of the drug are fewer than one usual dose, or less than half of what this practice bills most
--     often (from 20 lines of the drug on): one unit is easily billed for a whole dose.
-- fix: Compare the units with the dose on record; correct only if they differ.
-- source: A29, B4, B13; drug_usual.csv (usual units; verified where a contractor says so, else from memory)
-- side: billing
-- unverified: by row
with given as (
    select
        encounter_no,
        billing_npi,
        code,
        sum(units) as units
    from day_line
    where role = 'drug' and not list_contains(modifiers, 'JW')
    group by encounter_no, billing_npi, code
),

few as (
    select
        given.encounter_no,
        given.code,
        coalesce(given.units * 2 >= own.units, true)
        and coalesce(given.units >= usual.low_units or usual.mark != 'V', true) as is_unverified
    from given
    left join drug_usual as usual on given.code = usual.code
    left join own_units as own on given.billing_npi = own.billing_npi and given.code = own.code
    where given.units < usual.low_units or given.units * 2 < own.units
)

select
    line.line_no,
    null::varchar as part,
    few.is_unverified
from day_line as line
inner join few on line.encounter_no = few.encounter_no and line.code = few.code
where line.role = 'drug' and not list_contains(line.modifiers, 'JW')
