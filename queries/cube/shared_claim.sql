-- One row per claim whose 96372 lines stand in more than one cell of all keys and filters.
select claim_key
from (
    select
        claim_key,
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
    from injection
)
group by claim_key
having min(cell) != max(cell)
