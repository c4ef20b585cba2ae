-- One row per quarter, payer, visit, kind of provider, place, use of 25 and price: how often it was allowed.
select
    quarter,
    payer_id,
    code,
    is_npp,
    is_facility,
    visit_arm,
    cents,
    sum(lines)::bigint as lines
from visit_row
group by all
having sum(lines) > 0
