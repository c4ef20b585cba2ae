-- One row per payer as files write it: id, name and filing indicator, with how many dollars came under it.
with written as (
    select
        payer_source_id,
        payer_source_name,
        filing_indicator,
        charge
    from submitted_line
    union all
    select
        payer_source_id,
        payer_source_name,
        filing_indicator,
        abs(charge) as charge
    from remit_event_claim
)

select
    coalesce(trim(payer_source_id), '') as source_id,
    coalesce(trim(payer_source_name), '') as source_name,
    coalesce(upper(trim(filing_indicator)), '') as filing_indicator,
    count(*)::bigint as row_count,
    coalesce(sum(charge), 0)::decimal(18, 2) as charge
from written
group by all
