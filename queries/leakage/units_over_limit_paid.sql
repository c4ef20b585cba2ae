-- One row per line of a day with more units paid than the edit accepts.
-- title: More units paid than the daily limit
-- kind: possible_overpayment
-- why: More units were paid than the medically unlikely edit accepts in a day.
-- fix: To the compliance officer; report-and-return rule.
-- source: B10, B13; MUE of 2024-07-01
-- side: documentation
with counted as (
    select
        line.encounter_no,
        line.payer_id,
        line.code
    from day_line as line
    inner join mue_units as edit on line.code = edit.code
    where line.role in ('injection', 'drug') and line.is_paid
    group by line.encounter_no, line.payer_id, line.code
    having sum(line.units_paid) > min(edit.units_per_day)
)

select
    line.line_no,
    null::varchar as part
from day_line as line
semi join counted
    on
        line.encounter_no = counted.encounter_no
        and line.payer_id is not distinct from counted.payer_id
        and line.code = counted.code
where line.is_paid
