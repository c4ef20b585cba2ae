-- One row per provider, name and taxonomy: what the build before counted, without what the touched families said then.
select
    npi,
    name,
    taxonomy,
    row_count
from kept_provider_seen
union all
select
    npi,
    name,
    taxonomy,
    -row_count as row_count
from before_provider_row
