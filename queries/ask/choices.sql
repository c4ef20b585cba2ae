-- One row per value that a filter can take: what it filters, its id, its name and how many 96372 lines have it.
with choice as (
    select
        'payer_class' as kind,
        payer_class as value,
        payer_class as name
    from injection
    union all
    select
        'payer' as kind,
        payer_id as value,
        payer_name as name
    from injection
    union all
    select
        'provider' as kind,
        rendering_npi as value,
        provider_name as name
    from injection
    union all
    select
        'place' as kind,
        place_of_service as value,
        place_of_service as name
    from injection
    union all
    select
        'drug' as kind,
        drug as value,
        drug as name
    from injection
    union all
    select
        'service_month' as kind,
        strftime(service_month, '%Y-%m') as value,
        null as name
    from injection
    union all
    select
        'answer_month' as kind,
        strftime(answer_month, '%Y-%m') as value,
        null as name
    from injection
)

select
    kind,
    value,
    max(name)::varchar as name,
    count(*)::bigint as lines
from choice
where value is not null
group by all
order by kind, lines desc, value
