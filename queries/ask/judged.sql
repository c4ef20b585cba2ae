-- One row per cell of the kept keys: how many of its 96372 lines, and of their claims, a definition calls denied.
-- A claim whose lines stand in one cell is counted there; of the others, rows apart name each to be counted once.
with shared as (
    select answered_claim
    from (
        select
            answered_claim,
            hash(
                service_month,
                answer_month,
                payer_class,
                payer_id,
                payer_name,
                rendering_npi,
                provider_name,
                place_of_service,
                drug
            ) as cell
        from kept
        where answered_claim is not null
    )
    group by answered_claim
    having min(cell) != max(cell)
)

select -- noqa: AM07
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
    (coalesce(sum(answered_alone), 0) + count(distinct answered_claim) filter (where not is_shared))::bigint
        as claims_answered,
    (coalesce(sum(denied_alone), 0) + count(distinct denied_claim) filter (where not is_shared))::bigint
        as claims_denied,
    coalesce(
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
                    answered_alone,
                    denied_alone,
                    is_shared
                )
            )
        ), 0
    )::bigint
from (
    select
        kept.*,
        shared.answered_claim is not null as is_shared
    from kept
    left join shared on kept.answered_claim = shared.answered_claim
)
group by all
union all by name
select distinct
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
from kept
where answered_claim in (select shared.answered_claim from shared)
