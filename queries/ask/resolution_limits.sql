-- One row: the fewest and the most days after which a denial of these payers counts as final; null where not known.
with chosen as (
    select distinct
        payer_id,
        payer_class
    from injection
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
),

limited as (
    select
        coalesce(payer_limit.resolution_days, class_limit.resolution_days, all_limit.resolution_days)
            as resolution_days
    from chosen
    left join resolution_limit as payer_limit on payer_limit.scope = 'payer' and chosen.payer_id = payer_limit.scope_id
    left join resolution_limit as class_limit
        on class_limit.scope = 'class' and chosen.payer_class = class_limit.scope_id
    left join resolution_limit as all_limit on all_limit.scope = 'all'
)

select
    min(resolution_days)::bigint as least,
    max(resolution_days)::bigint as most
from limited
