-- One row per line that was not taken back by the practice: as last billed, narrow, what the flags look at.
select
    line_no,
    encounter_no,
    patient_key,
    billing_npi,
    rendering_npi,
    is_npp,
    payer_id,
    payer_class,
    claim_key,
    role,
    code_now as code,
    modifiers_now as modifiers,
    units_now as units,
    charge_now as charge,
    diagnoses_now as diagnoses,
    service_date,
    place_of_service,
    is_facility,
    state,
    state in ('paid', 'underpaid', 'patient_share', 'part_denied', 'recovered') and received > 0 as is_paid,
    units_paid,
    paid,
    expected,
    expected_basis
from line_state
where state not in ('voided', 'withdrawn')
