-- One row per quarter, payer, code, kind of provider, place and price per unit: how often these lines had it allowed.
select
    quarter,
    payer_id,
    payer_class,
    code,
    is_npp,
    is_facility,
    is_repeat,
    round(allowed * 100 / units_paid, 0)::bigint as cents,
    medicare_fee,
    sum(lines)::bigint as lines
from line_known
where
    allowed > 0
    and units_paid > 0
    and open_denial = 0
    and not allowed_conflict
    and code_paid = code
    and role in ('injection', 'em', 'drug')
group by all
