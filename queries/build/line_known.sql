-- One row per line: what is learned from all lines together, prices and days to an answer (meanings 37).
select
    line.claim_key,
    line.payer_id,
    line.payer_class,
    line.code_now as code,
    line.code_paid,
    priced.role,
    priced.quarter,
    priced.is_npp,
    priced.is_facility,
    priced.is_repeat,
    priced.medicare_fee,
    line.allowed,
    line.units_paid,
    line.open_denial,
    line.allowed_conflict,
    line.submitted_date,
    line.first_answer_date,
    line.has_answer,
    line.has_routed,
    line.primary_missing,
    line.is_capitated,
    line.is_voided or line.is_withdrawn as is_gone,
    1 as lines
from line_fact as line
inner join line_priced as priced on line.line_no = priced.line_no
