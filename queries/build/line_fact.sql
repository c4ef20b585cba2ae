-- One row per line: billed facts, first and current answer, net money; what was expected comes after.
with missing as (
    select *
    from event
    where event_number = 1 and is_claim_missing
),

billed as (
    select
        billed.*,
        false as claim_missing,
        payer.payer_id as billed_payer_id,
        payer.payer_name as billed_payer_name,
        payer.payer_class as billed_payer_class
    from line_billed as billed
    left join payer
        on
            coalesce(trim(billed.payer_source_id), '') = payer.source_id
            and coalesce(trim(billed.payer_source_name), '') = payer.source_name
            and coalesce(upper(trim(billed.filing_indicator)), '') = payer.filing_indicator
),

base as (
    select
        coalesce(billed.line_id, missing.line_id) as line_id,
        coalesce(billed.claim_key, md5(
            concat_ws('|', missing.billing_npi, coalesce(control_of(missing.claim_id), missing.remit_claim_id), 'remit')
        )) as claim_key,
        coalesce(billed.claim_id, missing.claim_id) as claim_id,
        coalesce(billed.line_number, missing.line_number) as line_number,
        coalesce(billed.billing_npi, missing.billing_npi) as billing_npi,
        coalesce(billed.patient_key, missing.patient_key) as patient_key,
        billed.submitted_date,
        billed.last_submitted_date,
        coalesce(billed.rendering_npi, missing.rendering_npi, missing.billing_npi) as rendering_npi,
        billed.rendering_taxonomy,
        coalesce(billed.place_of_service, missing.place_of_service) as place_of_service,
        coalesce(billed.service_date, missing.service_date) as service_date,
        coalesce(billed.code, missing.code) as code,
        coalesce(billed.modifiers, missing.modifiers, []) as modifiers,
        coalesce(billed.units, missing.units_billed, 1)::decimal(15, 3) as units,
        coalesce(billed.charge, abs(missing.charge)) as charge,
        coalesce(billed.diagnoses, []) as diagnoses,
        coalesce(billed.code_now, missing.code) as code_now,
        coalesce(billed.modifiers_now, missing.modifiers, []) as modifiers_now,
        coalesce(billed.units_now, missing.units_billed, 1)::decimal(15, 3) as units_now,
        coalesce(billed.charge_now, abs(missing.charge)) as charge_now,
        coalesce(billed.diagnoses_now, []) as diagnoses_now,
        coalesce(billed.authorization_present, false) as authorization_present,
        coalesce(billed.added_by_correction, false) as added_by_correction,
        coalesce(billed.is_voided, false) as is_voided,
        coalesce(billed.is_withdrawn, false) as is_withdrawn,
        billed.corrected_date,
        billed.resubmitted_date,
        billed.frequency_code as first_billed_frequency,
        billed.claim_purpose,
        billed.billed_payer_id,
        billed.billed_payer_name,
        billed.billed_payer_class,
        coalesce(billed.claim_missing, true) as claim_missing,
        coalesce(billed.source_sha, missing.source_sha) as source_sha,
        coalesce(billed.source_position, missing.source_position) as source_position
    from billed
    full outer join missing on billed.line_id = missing.line_id
)

select
    base.*,
    coalesce(first_one.payer_id, base.billed_payer_id, response.payer_id) as payer_id,
    coalesce(first_one.payer_name, base.billed_payer_name, response.payer_name) as payer_name,
    coalesce(first_one.payer_class, base.billed_payer_class, response.payer_class, 'other') as payer_class,
    coalesce(base.billed_payer_id, first_one.payer_id, response.payer_id) as payer_first_billed,
    coalesce(answered.event_count, 0) as event_count,
    answered.first_response_date,
    answered.last_response_date,
    first_one.event_date as first_answer_date,
    current_one.event_date as current_answer_date,
    coalesce(first_one.denial, 0)::decimal(12, 2) as initial_denial,
    first_one.category as initial_category,
    first_one.reason as initial_reason,
    first_one."group" as initial_group,
    first_one.allowed as first_allowed,
    first_one.paid as first_paid,
    first_one.patient_share as first_patient_share,
    first_one.shifted_to_patient as first_shifted,
    first_one.charge as first_charge,
    coalesce(current_one.denial, 0)::decimal(12, 2) as open_denial,
    current_one.category as open_category,
    current_one.reason as open_reason,
    current_one."group" as open_group,
    current_one.allowed,
    coalesce(current_one.allowed_conflict, false) as allowed_conflict,
    current_one.allowed_source,
    current_one.units_paid,
    current_one.code_paid,
    current_one.charge as answered_charge,
    current_one.paid as answered_paid,
    coalesce(answered.paid, 0)::decimal(12, 2) as paid,
    coalesce(answered.secondary_paid, 0)::decimal(12, 2) as secondary_paid,
    case
        when answered.last_secondary > coalesce(answered.current_answer, 0) then second_one.patient_share
        else current_one.patient_share
    end as patient_share,
    coalesce(current_one.patient_share, 0)::decimal(12, 2) as primary_patient_share,
    coalesce(current_one.shifted_to_patient, 0)::decimal(12, 2) as shifted_to_patient,
    coalesce(current_one.after_allowed, 0)::decimal(12, 2) as after_allowed,
    coalesce(current_one.sequestration, 0)::decimal(12, 2) as sequestration,
    coalesce(current_one.contractual, 0)::decimal(12, 2) as contractual,
    coalesce(answered.unclassified, 0)::decimal(12, 2) as unclassified,
    answered.last_secondary is not null as has_secondary_answer,
    coalesce(answered.has_open_pend, false) as has_open_pend,
    coalesce(answered.has_pend, false) as has_pend,
    coalesce(answered.has_open_routed, false) as has_open_routed,
    coalesce(answered.has_routed, false) as has_routed,
    coalesce(answered.has_capitated, false) as has_capitated,
    coalesce(answered.was_paid, false) as was_paid,
    coalesce(answered.paid_and_reversed < coalesce(answered.current_answer, 2147483647), false) as was_taken_back,
    coalesce(answered.has_reversal, false) as has_reversal,
    coalesce(answered.only_secondary, false) as primary_missing,
    answered.first_answer is not null as has_answer,
    answered.current_answer is not null as has_current_answer,
    coalesce(answered.opens_with_reversal, false)
    or (coalesce(answered.first_frequency = '7', false) and (base.claim_missing or base.first_billed_frequency = '7'))
        as opens_midway,
    coalesce(answered.any_status_4, false) as any_status_4,
    coalesce(answered.any_zero_paid, false) as any_zero_paid,
    coalesce(answered.any_allowed_zero, false) as any_allowed_zero,
    coalesce(answered.any_reason, false) as any_reason,
    coalesce(current_one.link_quality, first_one.link_quality, case when base.claim_missing then 'none' end)
        as link_quality
from base
left join line_answered as answered on base.line_id = answered.line_id
left join event as first_one on base.line_id = first_one.line_id and answered.first_answer = first_one.event_number
left join event as current_one
    on base.line_id = current_one.line_id and answered.current_answer = current_one.event_number
left join event as second_one
    on base.line_id = second_one.line_id and answered.last_secondary = second_one.event_number
left join event as response
    on
        base.line_id = response.line_id
        and coalesce(answered.first_response, 1) = response.event_number
