-- One row per quarter and price group: the highest usual price of the four quarters before (meanings 25).
with later as (select unnest([1, 2, 3, 4]) as quarters),

-- The earliest quarter with that price is the one that its other habits are looked up in.
highest as (
    select
        usual.payer_id,
        usual.code,
        usual.is_npp,
        usual.is_facility,
        usual.is_repeat,
        usual.is_since,
        usual.is_share,
        usual.value,
        usual.mode_quarter,
        usual.mode_quarter + later.quarters as quarter
    from price_mode as usual
    cross join later
    qualify row_number() over (
        partition by
            usual.payer_id, usual.code, usual.is_npp, usual.is_facility, usual.is_repeat, usual.is_since,
            usual.is_share, usual.mode_quarter + later.quarters
        order by usual.value desc, usual.mode_quarter
    ) = 1
),

-- A payer may have several prices at a time, one for each of its products: each of them is a habit of its own.
habit as (
    select
        highest.payer_id,
        highest.code,
        highest.is_npp,
        highest.is_facility,
        highest.is_repeat,
        highest.is_since,
        highest.is_share,
        highest.quarter,
        highest.value,
        list_sort(list_distinct(list(price.value) filter (where not price.is_share))) as prices,
        list_sort(list_distinct(list(price.value) filter (where price.is_share))) as shares
    from highest
    left join price_value as price
        on
            highest.payer_id = price.payer_id
            and highest.code = price.code
            and highest.is_npp = price.is_npp
            and highest.is_facility = price.is_facility
            and highest.is_repeat = price.is_repeat
            and highest.is_since = price.is_since
            and price.quarter between highest.mode_quarter - 2 and highest.mode_quarter
            and (price.lines * 10 >= price.total or price.total < 20)
    group by all
)

select
    quarter::integer as quarter,
    payer_id,
    code,
    is_npp,
    is_facility,
    is_repeat,
    is_since,
    (any_value(value) filter (where not is_share) * 0.0001)::decimal(18, 4) as rate,
    any_value(prices) filter (where not is_share) as rate_prices,
    any_value(shares) filter (where not is_share) as rate_shares,
    any_value(value) filter (where is_share)::bigint as permille,
    any_value(prices) filter (where is_share) as permille_prices,
    any_value(shares) filter (where is_share) as permille_shares
from habit
group by quarter, payer_id, code, is_npp, is_facility, is_repeat, is_since
