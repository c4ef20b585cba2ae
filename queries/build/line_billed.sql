-- One row per line that was billed: as first billed and, where it changed, as last billed.
with placed as (
    select
        owner.line_id,
        owner.slot_id = owner.first_slot as is_first_slot,
        slot.is_voided,
        slot.is_withdrawn,
        slot.added_by_correction,
        version.is_secondary,
        version.submitted_date,
        version.version,
        version.claim_key,
        version.line_number,
        version.slot_id,
        version.version_frequency
    from line_slot as owner
    inner join slot on owner.slot_id = slot.slot_id
    inner join line_version as version on owner.slot_id = version.slot_id
),

choice as (
    select
        line_id,
        min((not is_first_slot, is_secondary, submitted_date, version, claim_key, line_number)) as opening,
        max((not is_secondary, submitted_date, version, claim_key, line_number)) as closing,
        bool_or(added_by_correction) as added_by_correction,
        arg_max(is_voided, (submitted_date, version)) as is_voided,
        arg_max(is_withdrawn, (submitted_date, version)) as is_withdrawn,
        max(submitted_date) filter (where version_frequency = '7') as corrected_date,
        max(submitted_date) filter (where not is_first_slot) as resubmitted_date
    from placed
    group by line_id
)

select
    choice.line_id,
    first_one.root_id as claim_key,
    first_one.claim_id,
    first_one.line_number,
    first_one.billing_npi,
    first_one.patient_key,
    first_one.patient_key_basis,
    first_one.submitted_date,
    first_one.claim_purpose,
    first_one.frequency_code,
    first_one.payer_sequence,
    first_one.filing_indicator,
    first_one.payer_source_id,
    first_one.payer_source_name,
    first_one.rendering_npi,
    first_one.rendering_taxonomy,
    first_one.supervising_npi,
    first_one.place_of_service,
    first_one.service_date,
    first_one.code,
    first_one.modifiers,
    first_one.units,
    first_one.charge,
    first_one.diagnoses,
    first_one.ndc,
    first_one.authorization_present,
    first_one.is_test,
    last_one.code as code_now,
    last_one.modifiers as modifiers_now,
    last_one.units as units_now,
    last_one.charge as charge_now,
    last_one.diagnoses as diagnoses_now,
    last_one.submitted_date as last_submitted_date,
    choice.added_by_correction,
    choice.is_voided,
    choice.is_withdrawn,
    choice.corrected_date,
    choice.resubmitted_date,
    first_one.source_sha,
    first_one.source_position
from choice
inner join line_version as first_one
    on choice.opening[5] = first_one.claim_key and choice.opening[6] = first_one.line_number
inner join line_version as last_one
    on choice.closing[4] = last_one.claim_key and choice.closing[5] = last_one.line_number
