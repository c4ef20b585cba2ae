-- One row per cell of all keys and filters.
select * exclude (definition, as_of)
from cube_provider
where definition = $definition and as_of is not distinct from $as_of::date
