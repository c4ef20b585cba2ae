-- One row per payer as files write it that the build before gave another id, name or class, or whose prices of another
-- day are accepted.
with accepted as (
    select
        payer_id,
        max(accepted_from) as accepted_from
    from payer
    group by payer_id
),

accepted_before as (
    select
        payer_id,
        max(accepted_from) as accepted_from
    from kept_payer
    group by payer_id
)

select payer.source_id
from payer
inner join kept_payer as known
    on
        payer.source_id = known.source_id
        and payer.source_name = known.source_name
        and payer.filing_indicator = known.filing_indicator
where
    payer.payer_id is distinct from known.payer_id
    or payer.payer_name is distinct from known.payer_name
    or payer.payer_class is distinct from known.payer_class
    or payer.accepted_from is distinct from known.accepted_from
union all
select accepted.payer_id as source_id
from accepted
inner join accepted_before on accepted.payer_id = accepted_before.payer_id
where accepted.accepted_from is distinct from accepted_before.accepted_from
