-- One row per answered drug line of a day with an injection.
select
    line.*,
    null::varchar as provider_name,
    date_trunc('month', line.service_date)::date as service_month,
    date_trunc('month', line.first_answer_date)::date as answer_month
from line
where
    line.role = 'drug'
    and line.encounter_id in (select injection.encounter_id from injection)
    and line.state not in ('voided', 'withdrawn', 'routed', 'capitated', 'in_encounter_rate')
    and line.has_answer and not line.primary_missing and not line.history_incomplete
