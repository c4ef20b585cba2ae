-- One row per cell of the kept keys, category and reason of denied 96372 lines: how many, their worth, their fate.
with denied as (
    select
        *,
        case $definition when 'open' then open_category else coalesce(initial_category, open_category) end as why,
        case $definition when 'open' then open_reason else coalesce(initial_reason, open_reason) end as code,
        case $definition when 'open' then open_expected_cents else denied_expected_cents end as valued_cents,
        case $definition when 'open' then open_denial_cents else initial_denial_cents end as cents
    from kept
    where
        case $definition
            when 'initial' then answered_initial and denied_initial
            when 'open' then answered_open and denied_open
            when 'claim_status_4' then is_counted and has_event and any_status_4
            when 'zero_paid' then is_counted and has_event and any_zero_paid
            when 'allowed_zero' then is_counted and has_event and any_allowed_zero
            else is_counted and has_event and any_reason
        end
)

select
    service_month,
    answer_month,
    payer_class,
    payer_id,
    payer_name,
    rendering_npi,
    provider_name,
    place_of_service,
    drug,
    coalesce(why, 'none')::varchar as category,
    coalesce(code, '')::varchar as reason,
    count(*)::bigint as lines,
    coalesce(sum(cents), 0)::bigint as denied_cents,
    coalesce(sum(valued_cents), 0)::bigint as expected_cents,
    count(*) filter (where recovered)::bigint as overturned,
    count(*) filter (where answered_open and denied_open)::bigint as still_open
from denied
group by all
