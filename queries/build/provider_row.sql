-- One row per provider, name and taxonomy as the files write them: how many rows say so.
with written as (
    select
        rendering_npi as npi,
        rendering_name as name,
        rendering_taxonomy as taxonomy
    from claim_line
    where rendering_npi is not null
    union all
    select
        billing_npi as npi,
        billing_name as name,
        null as taxonomy
    from claim_line
    where billing_npi is not null
    union all
    select
        payee_npi as npi,
        payee_name as name,
        null as taxonomy
    from remit_payment
    where payee_npi is not null
)

select
    npi,
    inert_name(name) as name,
    taxonomy,
    count(*)::bigint as row_count
from written
group by all
