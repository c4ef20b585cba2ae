-- One row: how many 96372 lines there are, and in how many cells of all keys and filters.
select
    coalesce(sum(lines), 0)::bigint as lines,
    count(*)::bigint as cells
from (
    select count(*) as lines
    from injection
    group by
        service_month,
        answer_month,
        payer_class,
        payer_id,
        payer_name,
        rendering_npi,
        provider_name,
        place_of_service,
        drug
)
