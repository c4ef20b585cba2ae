-- One row per payer, category and reason of denied 96372 lines: how many, what they were worth, what became of them.
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
    payer_id,
    payer_name,
    coalesce(category, 'none')::varchar as category,
    coalesce(reason, '')::varchar as reason,
    count(*)::bigint as lines,
    coalesce(sum(denied_cents), 0)::bigint as denied_cents,
    coalesce(sum(valued_cents), 0)::bigint as expected_cents,
    count(*) filter (where recovered)::bigint as overturned,
    count(*) filter (where answered_open and denied_open)::bigint as still_open
from chosen
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
group by all
order by lines desc, category, reason, payer_id
