-- One row per 96372 line: what one definition of denied says of it; 0, 1 or the key of its claim.
-- Claims are counted once wherever their lines stand: a line beside others of its claim adds the claim's key, not 1.
with judged as (
    select
        *,
        is_awaited and (answered_initial or not answered_open) as is_sent,
        case $definition
            when 'initial' then answered_initial
            when 'open' then answered_open
            else is_counted and has_event
        end as is_answered,
        -- Null: the files do not say.
        case $definition
            when 'initial' then denied_initial or case when initial_unclear then null else false end
            when 'open' then denied_open or case when open_unclear then null else false end
            when 'claim_status_4' then any_status_4
            when 'zero_paid' then any_zero_paid
            when 'allowed_zero' then any_allowed_zero
            else any_reason
        end as is_called_denied
    from injection
),

told as (
    select
        *,
        coalesce(is_called_denied, false) as is_denied,
        is_answered and is_called_denied is null as is_definition_unsure
    from judged
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
    case when is_answered and not is_alone then claim_key end as answered_claim,
    case when is_answered and is_denied and not is_alone then claim_key end as denied_claim,
    (is_answered and is_alone)::integer as answered_alone,
    (is_answered and is_denied and is_alone)::integer as denied_alone,
    is_answered::integer as answered_definition,
    (is_answered and is_denied)::integer as denied_definition,
    (is_sent and is_answered and is_denied)::integer as sent_denied,
    (is_sent and not is_answered)::integer as sent_pending,
    -- Of how many lines it is asked, and of how many of these the files do not say.
    is_definition_unsure::integer as definition_unsure,
    (is_answered and ($definition in ('claim_status_4', 'any_reason') or is_denied or is_definition_unsure))::integer
        as definition_asked
from told
