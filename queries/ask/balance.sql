-- One row per level at which a remittance must balance: how many do, how many do not, and by how much.
with level as (
    select
        1 as place,
        'transaction' as level,
        balanced_cents as off_cents
    from payment
    where copy_of is null
    union all
    select
        2 as place,
        'claim' as level,
        unbalanced_cents as off_cents
    from remit_claim
    union all
    select
        3 as place,
        'service' as level,
        unbalanced_cents as off_cents
    from remit_line
)

select
    level,
    count(*)::bigint as checked,
    (count(*) filter (where off_cents = 0))::bigint as balanced,
    (count(*) filter (where off_cents <> 0))::bigint as unbalanced,
    (count(*) filter (where off_cents is null))::bigint as unknown,
    coalesce(sum(abs(off_cents)), 0)::bigint as off_cents
from level
group by place, level
order by place
