-- One row per quarter and price group: the usual price of the four quarters before (meanings 25).
with later as (select unnest([1, 2, 3, 4]) as quarters),

spread as (
    select
        hist.quarter + later.quarters as quarter,
        hist.payer_id,
        hist.code,
        hist.is_npp,
        hist.is_facility,
        hist.is_repeat,
        hist.cents,
        sum(hist.lines) as lines
    from price_hist as hist
    cross join later
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
