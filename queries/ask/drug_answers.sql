-- One row per payer: answered drug lines on days with an injection, and those first denied without authorization.
with chosen as (
    select
        line.*,
        case
            when $basis = 'answer' then date_trunc('month', line.first_answer_date)
            else date_trunc('month', line.service_date)
        end::date as month
    from line
    where
        line.role = 'drug'
        and line.encounter_id in (select injection.encounter_id from injection)
        and line.state not in ('voided', 'withdrawn', 'routed')
        and line.has_answer and not line.primary_missing and not line.history_incomplete
        and ($payer_classes::varchar[] is null or line.payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or line.payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or line.rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or line.place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or line.drug = any($drugs::varchar[]))
)

select
    payer_id,
    payer_name,
    payer_class,
    count(*)::bigint as answered,
    (count(*) filter (where initial_denial > 0 and initial_category = 'authorization'))::bigint as unauthorized
from chosen
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
group by all
order by all
