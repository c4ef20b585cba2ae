-- One row per provider seen in the files: name and taxonomy, as the user edited them, else as sent most often.
with named as (
    select
        npi,
        name
    from provider_seen
    where name is not null
    group by npi, name
    qualify row_number() over (partition by npi order by sum(row_count) desc, name) = 1
),

taught as (
    select
        npi,
        taxonomy
    from provider_seen
    where taxonomy is not null
    group by npi, taxonomy
    qualify row_number() over (partition by npi order by sum(row_count) desc, taxonomy) = 1
),

seen as (
    select
        every.npi,
        named.name,
        taught.taxonomy
    from (select distinct npi from provider_seen) as every
    left join named on every.npi = named.npi
    left join taught on every.npi = taught.npi
)

select
    seen.npi,
    coalesce(inert_name(edit.name), seen.name) as name,
    coalesce(edit.taxonomy, seen.taxonomy) as taxonomy,
    inert_name(edit.site) as site,
    regexp_matches(coalesce(edit.taxonomy, seen.taxonomy, ''), '^(363L|363A|364S)') as is_npp,
    seen.name as file_name,
    seen.taxonomy as file_taxonomy
from seen
left join provider_edit as edit on seen.npi = edit.npi
