-- One row per cell of all keys and filters: sums over its lines; claims that stand in several cells have rows apart.
-- A claim whose lines stand in one cell is counted there; the others must be known by name to be counted once.
select -- noqa: AM07
    $definition::varchar as definition,
    $as_of::date as as_of,
    service_month,
    answer_month,
    payer_class,
    payer_id,
    payer_name,
    rendering_npi,
    provider_name,
    place_of_service,
    drug,
    null::varchar as answered_claim,
    null::varchar as denied_claim,
    count(distinct answered_claim) filter (where not is_shared) as claims_answered,
    count(distinct denied_claim) filter (where not is_shared) as claims_denied,
    sum(
        columns(
            * exclude (
                service_month,
                answer_month,
                payer_class,
                payer_id,
                payer_name,
                rendering_npi,
                provider_name,
                place_of_service,
                drug,
                answered_claim,
                denied_claim,
                claims_answered,
                claims_denied,
                is_shared
            )
        )
    )
from (
    select
        measured.*,
        shared_claim.claim_key is not null as is_shared
    from measured
    left join shared_claim on measured.answered_claim = shared_claim.claim_key
)
group by all
union all by name
select distinct
    $definition::varchar as definition,
    $as_of::date as as_of,
    service_month,
    answer_month,
    payer_class,
    payer_id,
    payer_name,
    rendering_npi,
    provider_name,
    place_of_service,
    drug,
    answered_claim,
    denied_claim
from measured
where answered_claim in (select shared_claim.claim_key from shared_claim)
