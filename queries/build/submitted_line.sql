-- One row per billed line of a distinct submission: the first live copy of it (meanings 12).
with copy as (
    select min(place_of(load_number.load_no, line.source_position)) as claim_no
    from claim_line as line
    inner join load_number on line.source_sha = load_number.source_sha
    where line.line_number = 1
    group by line.claim_key
)

select
    copy.claim_no,
    line.claim_key,
    line.line_number,
    slot_of(copy.claim_no, line.line_number) as slot_id,
    trim(line.claim_id) as claim_id,
    control_of(line.claim_id) as control,
    line.line_control,
    line.billing_npi,
    line.patient_key,
    line.patient_key_basis,
    line.submitted_date,
    coalesce(line.frequency_code, '1') as frequency_code,
    line.original_reference,
    line.claim_purpose,
    line.filing_indicator,
    line.payer_source_id,
    inert_name(line.payer_source_name) as payer_source_name,
    coalesce(line.payer_sequence, 'P') as payer_sequence,
    coalesce(line.rendering_npi, line.billing_npi) as rendering_npi,
    line.rendering_taxonomy,
    line.facility_npi,
    line.place_of_service,
    line.service_date,
    coalesce(line.service_date_to, line.service_date) as service_date_to,
    line.code,
    coalesce(line.modifiers, []) as modifiers,
    array_to_string(coalesce(line.modifiers, []), ':') as modifier_text,
    coalesce(line.units, 1) as units,
    line.charge,
    line.claim_charge,
    coalesce(line.diagnoses, []) as diagnoses,
    line.authorization_present,
    line.source_sha,
    line.source_position
from claim_line as line
inner join load_number on line.source_sha = load_number.source_sha
inner join copy on place_of(load_number.load_no, line.source_position) = copy.claim_no
