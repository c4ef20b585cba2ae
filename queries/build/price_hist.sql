-- One row per quarter, payer, code, kind of provider, place and price per unit: how often it was allowed.
select
    quarter,
    payer_id,
    payer_class,
    code,
    is_npp,
    is_facility,
    is_repeat,
    price,
    medicare_fee,
    place_fee,
    sum(lines)::bigint as lines
from price_row
group by all
having sum(lines) > 0
