-- One row per payer class: the median of what it allows per unit, as a share of the Medicare fee (meanings 25).
with weighed as (
    select
        payer_class,
        price / (medicare_fee * 10000)::double as price_index,
        sum(lines) over (
            partition by payer_class
            order by price / (medicare_fee * 10000)::double
            range between unbounded preceding and current row
        ) as reached,
        sum(lines) over (partition by payer_class) as total
    from price_hist
    where medicare_fee > 0
)

select
    payer_class,
    min(price_index)::double as price_index,
    max(total)::bigint as lines
from weighed
where reached * 2 >= total and total >= enough_alike()
group by payer_class
