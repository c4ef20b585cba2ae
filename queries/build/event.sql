-- One row per adjudication event of one line, in order, classified (meanings 13-17).
with payer_one as (
    select distinct
        payer_id,
        payer_name,
        payer_class
    from payer
)

select
    state.line_id,
    state.place::integer as event_number,
    claim.remit_claim_id,
    state.remit_line_id,
    state.event_date,
    state.payer_id,
    payer.payer_name,
    payer.payer_class,
    state.kind,
    state.is_secondary,
    state.cancelled_by::integer as cancelled_by,
    state.status,
    claim.frequency_code,
    state.code,
    state.code_paid,
    state.modifiers,
    state.service_date,
    state.units_billed,
    state.units_paid,
    state.charge,
    state.paid,
    state.allowed,
    case when state.allowed_is_sent then 'sent' else 'derived' end as allowed_source,
    state.allowed_conflict,
    state.denial,
    state.shifted_to_patient,
    state.unclassified,
    state.contractual,
    state.patient_share,
    state.after_allowed,
    state.sequestration,
    state.patient_responsibility,
    state.category,
    state.reason,
    state."group",
    state.disposition,
    case when state.disposition is not null then state.disposition_code end as disposition_code,
    state.has_reason,
    state.has_capitated,
    state.is_forwarded,
    state.has_allocated as adjustments_allocated,
    state.is_claim_missing,
    state.link_quality,
    claim.patient_key,
    claim.billing_npi,
    claim.claim_id,
    claim.place_of_service,
    coalesce(state.rendering_npi, claim.rendering_npi) as rendering_npi,
    state.line_number,
    claim.source_sha,
    claim.source_position
from event_state as state
inner join remit_event_claim as claim on state.remit_no = claim.remit_no
left join payer_one as payer on state.payer_id = payer.payer_id
