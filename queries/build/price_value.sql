-- One row per price group, quarter and price, in dollars and as a share of the Medicare fee: how often it was allowed.
with accepted as (
    select
        payer_id,
        max(accepted_from) as accepted_from
    from payer
    group by payer_id
),

-- After the user accepted a payer's prices, only quarters that begin on that day or later count (meanings 25).
counted as (
    select
        *,
        false as is_since
    from price_hist
    union all
    select
        hist.*,
        true as is_since
    from price_hist as hist
    inner join accepted on hist.payer_id = accepted.payer_id
    where make_date(hist.quarter // 4, hist.quarter % 4 * 3 + 1, 1) >= accepted.accepted_from
),

valued as (
    select
        payer_id,
        code,
        is_npp,
        is_facility,
        is_repeat,
        is_since,
        quarter,
        false as is_share,
        price as value,
        lines
    from counted
    union all
    select
        payer_id,
        code,
        is_npp,
        is_facility,
        is_repeat,
        is_since,
        quarter,
        true as is_share,
        permille_of(price, place_fee) as value,
        lines
    from counted
    where place_fee > 0
),

summed as (
    select
        * exclude (lines),
        sum(lines) as lines
    from valued
    group by all
)

select
    payer_id,
    code,
    is_npp,
    is_facility,
    is_repeat,
    is_since,
    quarter::integer as quarter,
    is_share,
    value::bigint as value,
    lines::bigint as lines,
    (
        sum(lines) over (
            partition by payer_id, code, is_npp, is_facility, is_repeat, is_since, quarter, is_share
        )
    )::bigint as total
from summed
