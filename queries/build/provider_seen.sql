-- One row per provider, name and taxonomy as the files write them, over all files in the store.
select
    npi,
    name,
    taxonomy,
    sum(row_count)::bigint as row_count
from provider_row
group by npi, name, taxonomy
having sum(row_count) > 0
