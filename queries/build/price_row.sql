-- One row per quarter, payer, code, kind of provider, place and price per unit: how often these lines had it allowed.
select
    quarter,
    payer_id,
    payer_class,
    code,
    is_npp,
    is_facility,
    is_repeat,
    price_of(allowed, units_paid, role) as price,
    medicare_fee,
    case when role != 'drug' then place_fee end as place_fee,
    sum(lines)::bigint as lines
from line_known
where
    shows_price(allowed, units_paid, open_denial, allowed_conflict, code_paid, code)
    -- What a capitated line is allowed is a copay, no price.
    and not is_capitated
    and role in ('injection', 'em', 'drug')
group by all
