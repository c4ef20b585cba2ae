-- One row per cell of all keys and filters but the provider: the sums of all its providers.
select
    definition,
    as_of,
    service_month,
    answer_month,
    payer_class,
    payer_id,
    payer_name,
    place_of_service,
    drug,
    answered_claim,
    denied_claim,
    sum(
        columns(
            * exclude (
                definition,
                as_of,
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
            )
        )
    )
from cube_provider
where definition = $definition and as_of is not distinct from $as_of::date
group by all
