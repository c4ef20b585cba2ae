-- One row per cell of all keys and filters but the provider.
select
    * exclude (definition, as_of),
    null::varchar as rendering_npi,
    null::varchar as provider_name
from cube_payer
where definition = $definition and as_of is not distinct from $as_of::date
