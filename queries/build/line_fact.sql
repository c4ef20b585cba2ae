-- One row per line: billed facts, first and current answer, net money; what was expected comes after.
with payer_one as (
    select distinct
        payer_id,
        payer_name,
        payer_class
    from payer
),

missing as (
    select
        event.*,
        claim.claim_id,
        claim.remit_claim_id,
        claim.billing_npi,
        claim.patient_key,
        claim.place_of_service,
        claim.received_date,
        claim.rendering_npi as claim_rendering_npi,
        claim.source_sha,
        claim.source_position
    from event_state as event
    inner join remit_event_claim as claim on event.remit_no = claim.remit_no
    where event.place = 1 and event.is_claim_missing
),

billed as (
    select
        billed.line_no,
        line_name.line_id,
        root.claim_key,
        first_one.claim_id,
        first_one.line_number,
        first_one.billing_npi,
        first_one.patient_key,
        first_one.submitted_date,
        first_one.submitted_date as sent_date,
        last_one.submitted_date as last_submitted_date,
        first_one.rendering_npi,
        first_one.rendering_taxonomy,
        first_one.facility_npi,
        first_one.place_of_service,
        first_one.service_date,
        first_one.code,
        first_one.modifiers,
        first_one.units::decimal(15, 3) as units,
        first_one.charge,
        first_one.diagnoses,
        last_one.code as code_now,
        last_one.modifiers as modifiers_now,
        last_one.units::decimal(15, 3) as units_now,
        last_one.units_by_ndc,
        last_one.charge as charge_now,
        last_one.diagnoses as diagnoses_now,
        first_one.authorization_present,
        billed.added_by_correction,
        billed.is_voided,
        billed.is_withdrawn,
        billed.corrected_date,
        billed.resubmitted_date,
        first_one.frequency_code as first_billed_frequency,
        first_one.claim_purpose,
        payer.payer_id as billed_payer_id,
        false as claim_missing,
        first_one.source_sha,
        first_one.source_position
    from line_billed as billed
    inner join line_name on billed.line_no = line_name.line_no
    inner join claim_version as root on billed.root_id = root.root_id and root.version = 1
    inner join submitted_line as first_one on billed.first_line = first_one.slot_id
    inner join submitted_line as last_one on billed.last_line = last_one.slot_id
    left join payer
        on
            coalesce(trim(first_one.payer_source_id), '') = payer.source_id
            and coalesce(trim(first_one.payer_source_name), '') = payer.source_name
            and coalesce(upper(trim(first_one.filing_indicator)), '') = payer.filing_indicator
),

base as (
    select * from billed
    union all
    select
        line_no,
        line_id,
        md5(concat_ws('|', billing_npi, coalesce(control_of(claim_id), remit_claim_id), 'remit')) as claim_key,
        claim_id,
        line_number,
        billing_npi,
        patient_key,
        null as submitted_date,
        coalesce(received_date, service_date) as sent_date,
        null as last_submitted_date,
        coalesce(rendering_npi, claim_rendering_npi, billing_npi) as rendering_npi,
        null as rendering_taxonomy,
        null as facility_npi,
        place_of_service,
        service_date,
        code,
        coalesce(modifiers, []) as modifiers,
        coalesce(units_billed, 1)::decimal(15, 3) as units,
        abs(charge) as charge,
        [] as diagnoses,
        code as code_now,
        coalesce(modifiers, []) as modifiers_now,
        coalesce(units_billed, 1)::decimal(15, 3) as units_now,
        null as units_by_ndc,
        abs(charge) as charge_now,
        [] as diagnoses_now,
        false as authorization_present,
        false as added_by_correction,
        false as is_voided,
        false as is_withdrawn,
        null as corrected_date,
        null as resubmitted_date,
        null as first_billed_frequency,
        null as claim_purpose,
        null as billed_payer_id,
        true as claim_missing,
        source_sha,
        source_position
    from missing
),

-- Of all events of a line only these few speak for it.
pick as (
    select
        event.*,
        event.place = answered.first_answer as is_first_answer,
        event.place = answered.current_answer as is_current_answer,
        event.place = answered.last_secondary as is_last_secondary,
        event.place = coalesce(answered.current_answer, answered.open_routed) as is_current_word,
        event.place = coalesce(answered.first_response, 1) as is_first_response
    from event_state as event
    inner join line_answered as answered on event.line_no = answered.line_no
)

select
    base.*,
    payer_one.payer_id,
    payer_one.payer_name,
    coalesce(payer_one.payer_class, 'other') as payer_class,
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
    coalesce(
        is_unclear(first_one.charge, first_one.paid, first_one.allowed, first_one.denial, first_one.coded), false
    ) as initial_unclear,
    first_one.allowed as first_allowed,
    first_one.paid as first_paid,
    first_one.patient_share as first_patient_share,
    first_one.shifted_to_patient as first_shifted,
    first_one.charge as first_charge,
    coalesce(current_one.denial, 0)::decimal(12, 2) as open_denial,
    current_one.category as open_category,
    current_one.reason as open_reason,
    current_one."group" as open_group,
    spoken.disposition,
    case when spoken.disposition is not null then spoken.disposition_code end as disposition_code,
    coalesce(
        is_unclear(
            current_one.charge, current_one.paid, current_one.allowed, current_one.denial, current_one.coded
        ), false
    ) as open_unclear,
    coalesce(is_uncoded(current_one.charge, current_one.paid, current_one.coded), false) as is_uncoded,
    current_one.allowed,
    coalesce(current_one.allowed_conflict, false) as allowed_conflict,
    case when current_one.allowed_is_sent then 'sent' when not current_one.allowed_is_sent then 'derived' end
        as allowed_source,
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
    -- Once a later payer answered, what it leaves; who is protected on one answer is so on the other.
    case
        when answered.last_secondary is null or answered.last_secondary < answered.current_answer
            then coalesce(current_one.uncollectable_share, 0)
        when coalesce(current_one.uncollectable_share, 0) != 0 then coalesce(second_one.patient_share, 0)
        else coalesce(second_one.uncollectable_share, 0)
    end::decimal(12, 2) as uncollectable_share,
    coalesce(current_one.balance_billable, 0)::decimal(12, 2) as balance_billable,
    coalesce(first_one.balance_billable, 0)::decimal(12, 2) as first_balance_billable,
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
    coalesce(current_one.paid, 0) = 0
    and (coalesce(current_one.is_capitated, false) or coalesce(base.claim_purpose = 'RP', false))
        as is_capitated,
    coalesce(first_one.paid, 0) = 0
    and (coalesce(first_one.is_capitated, false) or coalesce(base.claim_purpose = 'RP', false))
        as first_is_capitated,
    coalesce(answered.was_paid, false) as was_paid,
    coalesce(answered.paid_and_reversed < coalesce(answered.current_answer, 2147483647), false) as was_taken_back,
    coalesce(answered.has_reversal, false) as has_reversal,
    coalesce(answered.only_secondary, false) as primary_missing,
    answered.first_answer is not null as has_answer,
    answered.current_answer is not null as has_current_answer,
    coalesce(answered.opens_with_reversal, false)
    or (coalesce(first_remit.frequency_code = '7', false) and (
        base.claim_missing or (base.first_billed_frequency = '7' and not base.added_by_correction)
    ))
        as opens_midway,
    case when answered.line_no is null then false else answered.any_status_4 end as any_status_4,
    coalesce(answered.any_zero_paid, false) as any_zero_paid,
    case when answered.line_no is null then false else answered.any_allowed_zero end as any_allowed_zero,
    case when answered.line_no is null then false else answered.any_reason end as any_reason,
    coalesce(current_one.link_quality, first_one.link_quality, case when base.claim_missing then 'none' end)
        as link_quality,
    coalesce(sign.initial_in_global, false) as initial_in_global,
    coalesce(sign.open_in_global, false) as open_in_global,
    coalesce(sign.is_cut_as_several, false) as is_cut_as_several
from base
left join line_answered as answered on base.line_no = answered.line_no
left join answer_sign as sign on base.line_no = sign.line_no
left join pick as first_one on base.line_no = first_one.line_no and first_one.is_first_answer
left join pick as current_one on base.line_no = current_one.line_no and current_one.is_current_answer
left join pick as spoken on base.line_no = spoken.line_no and spoken.is_current_word
left join pick as second_one on base.line_no = second_one.line_no and second_one.is_last_secondary
left join pick as response on base.line_no = response.line_no and response.is_first_response
left join remit_event_claim as first_remit on answered.first_remit_no = first_remit.remit_no
left join payer_one on coalesce(first_one.payer_id, base.billed_payer_id, response.payer_id) = payer_one.payer_id
