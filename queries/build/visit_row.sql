-- One row per quarter, payer, visit, kind of provider, place, use of 25 and price: how often these had it allowed.
select
    priced.quarter,
    line.payer_id,
    line.code_now as code,
    priced.is_npp,
    priced.is_facility,
    visit_arm.visit_arm,
    round(line.allowed * 100 / line.units_paid, 0)::bigint as cents,
    count(*)::bigint as lines
from visit_arm
inner join line_fact as line on visit_arm.line_no = line.line_no
inner join line_priced as priced on visit_arm.line_no = priced.line_no
where
    shows_price(
        line.allowed, line.units_paid, line.open_denial, line.allowed_conflict, line.code_paid, line.code_now
    )
    and not line.is_voided and not line.is_withdrawn
group by all
