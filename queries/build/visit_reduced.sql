-- One row per office visit that its payer cut because it stands with modifier 25 beside an injection (meanings 28), and
-- what the payer allows for such a visit without; null where too few show it.
select
    line.line_no,
    usual.rate
from visit_arm
inner join line_fact as line on visit_arm.line_no = line.line_no
inner join line_priced as priced on visit_arm.line_no = priced.line_no
left join visit_price as usual
    on
        line.payer_id = usual.payer_id
        and priced.quarter = usual.quarter
        and line.code_now = usual.code
        and priced.is_npp = usual.is_npp
        and priced.is_facility = usual.is_facility
where
    visit_arm.visit_arm = 'with_25'
    and not line.is_voided and not line.is_withdrawn
    and line.allowed > 0 and line.open_denial = 0
    and (line.is_cut_as_several or (usual.is_cut and line.allowed < usual.rate * line.units_paid))
