-- One row per provider seen in the files, with the 96372 lines it rendered; the most lines first.
with rendered as (
    select
        rendering_npi as npi,
        count(*) as lines
    from injection
    where is_counted
    group by all
)

select
    provider.npi,
    provider.name,
    provider.taxonomy,
    provider.site,
    provider.file_name,
    provider.file_taxonomy,
    coalesce(rendered.lines, 0)::bigint as lines
from provider
left join rendered on provider.npi = rendered.npi
order by lines desc, provider.npi
