-- One row per price group and quarter that has one: its usual price, in dollars and as a share of the Medicare fee.
with back as (select unnest([0, 1, 2, 3]) as quarters),

size as (
    select distinct
        payer_id,
        code,
        is_npp,
        is_facility,
        is_repeat,
        is_since,
        is_share,
        quarter,
        total
    from price_value
),

-- A quarter of fewer than 20 lines takes in those before it until 20 are reached, four quarters at most (meanings 25).
reached as (
    select
        size.*,
        size.quarter + back.quarters as mode_quarter,
        sum(size.total) over pool as reached,
        coalesce(sum(size.total) over (pool order by back.quarters rows between unbounded preceding and 1 preceding), 0)
            as nearer
    from size
    cross join back
    window
        pool as (
            partition by
                size.payer_id, size.code, size.is_npp, size.is_facility, size.is_repeat, size.is_since, size.is_share,
                size.quarter + back.quarters
        )
),

pooled as (
    select
        reached.payer_id,
        reached.code,
        reached.is_npp,
        reached.is_facility,
        reached.is_repeat,
        reached.is_since,
        reached.is_share,
        reached.mode_quarter,
        price.value,
        sum(price.lines) as lines
    from reached
    inner join price_value as price
        on
            reached.payer_id = price.payer_id
            and reached.code = price.code
            and reached.is_npp = price.is_npp
            and reached.is_facility = price.is_facility
            and reached.is_repeat = price.is_repeat
            and reached.is_since = price.is_since
            and reached.is_share = price.is_share
            and reached.quarter = price.quarter
    where reached.nearer < 20 and reached.reached >= 20
    group by all
),

ranked as (
    select
        *,
        sum(lines) over pool as total,
        row_number() over (pool order by lines desc, value) as place
    from pooled
    window
        pool as (partition by payer_id, code, is_npp, is_facility, is_repeat, is_since, is_share, mode_quarter)
)

select * exclude (lines, total, place)
from ranked
where place = 1 and lines * 2 >= total
