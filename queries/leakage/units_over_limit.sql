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
        line.encounter_no,
        line.code
    from day_line as line
    inner join mue_units as edit on line.code = edit.code
    where line.role in ('injection', 'drug')
    group by line.encounter_no, line.code
    having sum(line.units) > min(edit.units_per_day)
)

select
    line.line_no,
    null::varchar as part
from day_line as line
semi join counted on line.encounter_no = counted.encounter_no and line.code = counted.code
