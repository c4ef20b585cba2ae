-- One row per provider seen in the files: name and taxonomy, as the user edited them, else as sent most often.
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
),

seen as (
    select
        npi,
        mode(name order by name) filter (where name is not null) as name,
        mode(taxonomy order by taxonomy) filter (where taxonomy is not null) as taxonomy
    from written
    group by npi
)

select
    seen.npi,
    coalesce(edit.name, seen.name) as name,
    coalesce(edit.taxonomy, seen.taxonomy) as taxonomy,
    edit.site,
    regexp_matches(coalesce(edit.taxonomy, seen.taxonomy, ''), '^(363L|363A|364S)') as is_npp,
    seen.name as file_name,
    seen.taxonomy as file_taxonomy
from seen
left join provider_edit as edit on seen.npi = edit.npi
