-- One row per place of a 96372 line in the two ways to count months: service and answer before, within, after, never.
with line as (
    select
        answered_initial,
        denied_initial,
        case
            when $start::date is not null and service_month < $start::date then 'before'
            when $end::date is not null and service_month > $end::date then 'after'
            else 'within'
        end as served,
        case
            when answer_month is null then 'never'
            when $start::date is not null and answer_month < $start::date then 'before'
            when $end::date is not null and answer_month > $end::date then 'after'
            else 'within'
        end as answered
    from injection
    where
        is_counted
        and ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
)

select
    served,
    answered,
    count(*)::bigint as lines,
    (count(*) filter (where answered_initial))::bigint as rated,
    (count(*) filter (where answered_initial and denied_initial))::bigint as denied
from line
where served = 'within' or answered = 'within'
group by all
order by all
