-- One row per quarter and kind of visit: the median that a payer allows without modifier 25, this quarter and the one
-- before, and whether it allows at most 80 % of it with 25 beside an injection (meanings 28); ten prices of each.
with later as (select unnest([0, 1]) as quarters),

pooled as (
    select
        hist.quarter + later.quarters as quarter,
        hist.payer_id,
        hist.code,
        hist.is_npp,
        hist.is_facility,
        hist.visit_arm,
        hist.cents,
        sum(hist.lines) as lines
    from visit_hist as hist
    cross join later
    group by all
),

counted as (
    select
        *,
        sum(lines) over (
            partition by quarter, payer_id, code, is_npp, is_facility, visit_arm
            order by cents
        ) as so_far,
        sum(lines) over (partition by quarter, payer_id, code, is_npp, is_facility, visit_arm) as total
    from pooled
),

-- The median of an even number lies between the two in the middle.
median as (
    select
        quarter,
        payer_id,
        code,
        is_npp,
        is_facility,
        visit_arm,
        min(cents) filter (where so_far * 2 >= total) + min(cents) filter (where so_far * 2 > total) as half_cents
    from counted
    where total >= enough_visits()
    group by all
)

select
    without_25.quarter,
    without_25.payer_id,
    without_25.code,
    without_25.is_npp,
    without_25.is_facility,
    (without_25.half_cents::decimal(18, 3) / 200)::decimal(12, 3) as rate,
    coalesce(is_cut_price(with_25.half_cents, without_25.half_cents), false) as is_cut
from median as without_25
left join median as with_25
    on
        without_25.quarter = with_25.quarter
        and without_25.payer_id is not distinct from with_25.payer_id
        and without_25.code = with_25.code
        and without_25.is_npp = with_25.is_npp
        and without_25.is_facility = with_25.is_facility
        and with_25.visit_arm = 'with_25'
where without_25.visit_arm = 'without_25'
