-- One row per line and claim payment: one adjudication event, its split parts added up, in order (meanings 2).
with summed as (
    select
        owner.line_id,
        answer.remit_claim_id,
        min(part.remit_line_id) as remit_line_id,
        min(part.line_number) as line_number,
        any_value(part.link_quality) as link_quality,
        bool_or(owner.is_claim_missing) as is_claim_missing,
        arg_max(part.code, abs(answer.charge)) as code,
        arg_max(part.code_paid, abs(answer.charge)) as code_paid,
        arg_max(part.modifiers, abs(answer.charge)) as modifiers,
        max(part.service_date) as service_date,
        sum(part.units_billed)::decimal(15, 3) as units_billed,
        sum(part.units_paid)::decimal(15, 3) as units_paid,
        max(part.rendering_npi) as rendering_npi,
        sum(answer.charge)::decimal(12, 2) as charge,
        sum(answer.paid)::decimal(12, 2) as paid,
        sum(answer.allowed)::decimal(12, 2) as allowed,
        bool_and(answer.allowed_sent is not null) as allowed_is_sent,
        bool_or(answer.allowed_conflict) as allowed_conflict,
        sum(answer.denial_amount)::decimal(12, 2) as denial,
        sum(answer.shifted)::decimal(12, 2) as shifted_to_patient,
        sum(answer.unclassified)::decimal(12, 2) as unclassified,
        sum(answer.contractual)::decimal(12, 2) as contractual,
        sum(answer.patient_share)::decimal(12, 2) as patient_share,
        sum(answer.after_allowed)::decimal(12, 2) as after_allowed,
        sum(answer.sequestration)::decimal(12, 2) as sequestration,
        sum(answer.patient_responsibility)::decimal(12, 2) as patient_responsibility,
        arg_max(answer.category, answer.denial_amount) filter (where answer.denial_amount > 0) as category,
        arg_max(answer.reason, answer.denial_amount) filter (where answer.denial_amount > 0) as reason,
        arg_max(answer."group", answer.denial_amount) filter (where answer.denial_amount > 0) as "group",
        bool_or(answer.is_reversal) as is_reversal,
        bool_and(answer.is_pend) as is_pend,
        bool_or(answer.is_routed) and sum(answer.paid) = 0 and sum(answer.allowed) = 0 as is_routed,
        bool_or(answer.has_capitated) as has_capitated,
        bool_and(answer.is_duplicate or answer.denial_amount = 0) and bool_or(answer.is_duplicate)
        and sum(answer.paid) = 0 and sum(answer.allowed) = 0 as is_duplicate,
        bool_or(answer.has_prior_payer) as has_prior_payer,
        bool_or(answer.has_allocated) as has_allocated,
        bool_or(answer.has_reason) as has_reason
    from part_answer as answer
    inner join line_part as owner on answer.part_id = owner.part_id
    inner join service_part as part on answer.part_id = part.part_id
    group by owner.line_id, answer.remit_claim_id
)

select
    summed.*,
    claim.status,
    claim.frequency_code,
    claim.event_date,
    claim.patient_key,
    claim.billing_npi,
    claim.claim_id,
    claim.place_of_service,
    claim.rendering_npi as claim_rendering_npi,
    payer.payer_id,
    payer.payer_name,
    payer.payer_class,
    claim.source_sha,
    claim.source_position,
    row_number() over (
        partition by summed.line_id
        order by
            claim.event_date nulls first,
            summed.is_reversal desc,
            claim.frequency_code,
            claim.interchange_date nulls first,
            claim.interchange_control nulls first,
            claim.source_position,
            claim.source_sha
    ) as place
from summed
inner join remit_event_claim as claim on summed.remit_claim_id = claim.remit_claim_id
left join payer
    on
        coalesce(trim(claim.payer_source_id), '') = payer.source_id
        and coalesce(trim(claim.payer_source_name), '') = payer.source_name
        and coalesce(upper(trim(claim.filing_indicator)), '') = payer.filing_indicator
