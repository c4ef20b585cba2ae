-- One row per line that a touched family had before: what had been learned from it is taken back.
select
    line.claim_key,
    line.payer_id,
    line.payer_class,
    line.code_now as code,
    line.code_paid,
    line.role,
    (year(line.service_date) * 4 + quarter(line.service_date) - 1)::integer as quarter,
    line.is_npp,
    line.is_facility,
    line.is_repeat,
    line.medicare_fee,
    line.allowed,
    line.units_paid,
    line.open_denial,
    line.allowed_conflict,
    line.submitted_date,
    line.first_answer_date,
    line.has_answer,
    line.has_routed,
    line.primary_missing,
    line.state in ('voided', 'withdrawn') as is_gone,
    -1 as lines
from kept_line as line
semi join touched on line.patient_key = touched.patient_key
