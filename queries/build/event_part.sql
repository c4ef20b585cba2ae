-- One row per line and claim payment: one adjudication event of one line.
select
    owner.line_no,
    owner.line_id,
    owner.remit_no,
    service.remit_line_id,
    service.line_number,
    service.link_quality,
    owner.is_claim_missing,
    service.code,
    service.code_paid,
    service.modifiers,
    service.service_date,
    service.units_billed,
    service.units_paid,
    service.rendering_npi,
    answer.charge,
    answer.paid,
    answer.allowed,
    answer.allowed_sent is not null as allowed_is_sent,
    answer.allowed_conflict,
    answer.denial_amount as denial,
    answer.shifted as shifted_to_patient,
    answer.unclassified,
    answer.contractual,
    answer.patient_share,
    answer.after_allowed,
    answer.sequestration,
    answer.patient_responsibility,
    answer.category,
    answer.reason,
    answer."group",
    can_be(answer.disposition, answer.is_reversal, answer.allowed) as disposition,
    answer.disposition_code,
    answer.is_reversal,
    answer.is_pend,
    answer.is_routed,
    answer.has_capitated,
    answer.is_duplicate,
    answer.has_prior_payer,
    answer.has_allocated,
    answer.coded,
    answer.has_reason
from line_part as owner
anti join event_split on owner.line_no = event_split.line_no and owner.remit_no = event_split.remit_no
inner join part_answer as answer on owner.part_no = answer.part_no
inner join service_part as service on owner.part_no = service.part_no
union all
select * from event_split
