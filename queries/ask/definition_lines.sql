-- One row per 96372 line that one definition of denied counts and ours does not, or the other way round.
with chosen as (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month,
        answered_initial and denied_initial as is_ours,
        case $definition
            when 'initial' then answered_initial and denied_initial
            when 'open' then answered_open and denied_open
            when 'claim_status_4' then coalesce(is_counted and has_event and any_status_4, false)
            when 'zero_paid' then is_counted and has_event and any_zero_paid
            when 'allowed_zero' then coalesce(is_counted and has_event and any_allowed_zero, false)
            else coalesce(is_counted and has_event and any_reason, false)
        end as is_theirs
    from injection
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
),

apart as (
    select
        *,
        case
            when is_ours then 'fewer'
            when state in ('paid', 'underpaid', 'recovered') then 'more_paid'
            when state = 'patient_share' then 'more_patient'
            when state = 'routed' then 'more_routed'
            else 'more_other'
        end as step
    from chosen
    where
        is_ours != is_theirs
        and ($basis = 'service' or month is not null)
        and ($start::date is null or month >= $start::date)
        and ($end::date is null or month <= $end::date)
),

behind as (
    select *
    from apart
    where step = $step::varchar
)

select
    claim_id,
    service_date,
    payer_name,
    provider_name,
    state,
    coalesce(initial_category, open_category, 'none')::varchar as category,
    coalesce(initial_reason, open_reason, '')::varchar as reason,
    charge_cents::bigint as charge_cents,
    received_cents::bigint as received_cents,
    first_answer_date
from behind
order by service_date desc, line_id
limit $most
