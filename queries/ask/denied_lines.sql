-- One row per denied 96372 line of a category and reason, the most expected money first.
with chosen as (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month,
        case $definition when 'open' then open_category else coalesce(initial_category, open_category) end as category,
        case $definition when 'open' then open_reason else coalesce(initial_reason, open_reason) end as reason,
        case $definition when 'open' then open_expected_cents else denied_expected_cents end as valued_cents,
        case $definition when 'open' then open_denial_cents else initial_denial_cents end as denied_cents
    from injection
    where
        case $definition
            when 'initial' then answered_initial and denied_initial
            when 'open' then answered_open and denied_open
            when 'claim_status_4' then is_counted and has_event and any_status_4
            when 'zero_paid' then is_counted and has_event and any_zero_paid
            when 'allowed_zero' then is_counted and has_event and any_allowed_zero
            else is_counted and has_event and any_reason
        end
        and ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
)

select
    line_id,
    claim_id,
    service_date,
    payer_name,
    payer_class,
    provider_name,
    place_of_service,
    drug,
    coalesce(category, 'none')::varchar as category,
    coalesce(reason, '')::varchar as reason,
    state,
    first_answer_date,
    charge_cents::bigint as charge_cents,
    denied_cents::bigint as denied_cents,
    valued_cents::bigint as expected_cents,
    received_cents::bigint as received_cents
from chosen
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
    and ($category::varchar is null or coalesce(category, 'none') = $category::varchar)
    and ($reason::varchar is null or coalesce(reason, '') = $reason::varchar)
order by expected_cents desc nulls last, service_date desc, line_id
limit $most
