-- One row per definition of denied: 96372 lines counted and denied by it, and how these differ from ours.
with chosen as (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month,
        answered_initial and denied_initial as is_ours,
        is_counted and has_event as has_any
    from injection
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
),

line as (
    select *
    from chosen
    where
        ($basis = 'service' or month is not null)
        and ($start::date is null or month >= $start::date)
        and ($end::date is null or month <= $end::date)
),

judged as (
    select
        'initial' as definition,
        answered_initial as is_in,
        is_ours as is_denied,
        answered_initial and initial_unclear and not denied_initial as is_unsure,
        is_ours,
        state
    from line
    union all
    select
        'open' as definition,
        answered_open as is_in,
        answered_open and denied_open as is_denied,
        answered_open and open_unclear and not denied_open as is_unsure,
        is_ours,
        state
    from line
    union all
    select
        'claim_status_4' as definition,
        has_any as is_in,
        coalesce(has_any and any_status_4, false) as is_denied,
        has_any and any_status_4 is null as is_unsure,
        is_ours,
        state
    from line
    union all
    select
        'zero_paid' as definition,
        has_any as is_in,
        has_any and any_zero_paid as is_denied,
        has_any and any_zero_paid is null as is_unsure,
        is_ours,
        state
    from line
    union all
    select
        'allowed_zero' as definition,
        has_any as is_in,
        coalesce(has_any and any_allowed_zero, false) as is_denied,
        has_any and any_allowed_zero is null as is_unsure,
        is_ours,
        state
    from line
    union all
    select
        'any_reason' as definition,
        has_any as is_in,
        coalesce(has_any and any_reason, false) as is_denied,
        has_any and any_reason is null as is_unsure,
        is_ours,
        state
    from line
)

select
    definition::varchar as definition,
    (count(*) filter (where is_denied))::bigint as denied,
    (count(*) filter (where is_in))::bigint as counted,
    (count(*) filter (where is_unsure))::bigint as unsure,
    (
        count(*) filter (where is_unsure or is_denied or (is_in and definition in ('claim_status_4', 'any_reason')))
    )::bigint as asked,
    (count(*) filter (where is_denied and not is_ours))::bigint as more,
    (count(*) filter (where is_denied and not is_ours and state in ('paid', 'underpaid', 'recovered')))::bigint
        as more_paid,
    (count(*) filter (where is_denied and not is_ours and state = 'patient_share'))::bigint as more_patient,
    (count(*) filter (where is_denied and not is_ours and state = 'routed'))::bigint as more_routed,
    (count(*) filter (where is_ours and not is_denied))::bigint as fewer
from judged
group by definition
order by definition
