-- One row per line of a day with more units than the edit accepts.
-- title: Units above the daily limit
-- kind: flag
-- why: The units of that code on that day are more than the medically unlikely edit accepts: the whole line is
--     denied.
-- fix: Compare the units with the dose and the number of injections on record; correct only if they differ.
-- source: A29, B10, B13; MUE of 2024-07-01: 4 a day for 96372, 1 for J3420
-- side: coding
with counted as (
    select
        line_no,
        code,
        sum(units) over (partition by encounter_no, code) as units
    from day_line
    where role in ('injection', 'drug')
)

select
    counted.line_no,
    null::varchar as part
from counted
inner join mue_units as edit on counted.code = edit.code and edit.service = 'practitioner'
where counted.units > edit.units_per_day
