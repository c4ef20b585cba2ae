-- One row per line of a day with more units paid than the edit accepts.
-- title: More units paid than the daily limit
-- kind: possible_overpayment
-- why: More units were paid than the medically unlikely edit accepts in a day.
-- fix: To the compliance officer; report-and-return rule.
-- source: B10, B13; MUE of 2024-07-01
-- side: documentation
with paid as (
    select
        line_no,
        code,
        sum(units_paid) over (partition by encounter_no, payer_id, code) as units
    from day_line
    where role in ('injection', 'drug') and is_paid
)

select
    paid.line_no,
    null::varchar as part
from paid
inner join mue_units as edit on paid.code = edit.code and edit.service = 'practitioner'
where paid.units > edit.units_per_day
