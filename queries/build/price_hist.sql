-- One row per quarter, payer, code, kind of provider, place and price per unit: how often it was allowed.
select
    priced.quarter,
    line.payer_id,
    line.payer_class,
    line.code_now as code,
    priced.is_npp,
    priced.is_facility,
    priced.is_repeat,
    round(line.allowed * 100 / line.units_paid, 0)::bigint as cents,
    priced.medicare_fee,
    count(*) as lines
from line_fact as line
inner join line_priced as priced on line.line_no = priced.line_no
where
    shows_price(
        line.allowed, line.units_paid, line.open_denial, line.allowed_conflict, line.code_paid, line.code_now
    )
    and priced.role in ('injection', 'em', 'drug')
group by all
