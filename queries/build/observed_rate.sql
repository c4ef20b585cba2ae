-- One row per quarter and price group: the usual price of the four quarters before (meanings 25).
with spread as (
    select
        quarter + ahead as quarter,
        payer_id,
        code,
        is_npp,
        is_facility,
        is_repeat,
        cents,
        sum(lines) as lines
    from price_hist
    cross join (select unnest([1, 2, 3, 4]) as ahead)
    group by all
),

ranked as (
    select
        *,
        sum(lines) over price_group as total,
        row_number() over (
            partition by quarter, payer_id, code, is_npp, is_facility, is_repeat
            order by lines desc, cents
        ) as place
    from spread
    window price_group as (partition by quarter, payer_id, code, is_npp, is_facility, is_repeat)
)

select
    quarter,
    payer_id,
    code,
    is_npp,
    is_facility,
    is_repeat,
    (cents::decimal(18, 2) / 100)::decimal(12, 2) as rate,
    total::bigint as lines,
    (lines / total)::double as mode_share
from ranked
where place = 1 and total >= 20 and lines * 2 >= total
