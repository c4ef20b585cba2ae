-- One row per billed line of a distinct submission: the first live copy of it (meanings 12).
with copy as (
    select
        claim_key,
        min((source_sha, source_position)) as kept
    from claim_line
    group by claim_key
)

select
    line.claim_key,
    line.line_number,
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
    line.payer_source_name,
    coalesce(line.payer_sequence, 'P') as payer_sequence,
    coalesce(line.rendering_npi, line.billing_npi) as rendering_npi,
    line.rendering_taxonomy,
    line.supervising_npi,
    line.referring_npi,
    line.ordering_npi,
    line.facility_npi,
    line.service_zip3,
    line.place_of_service,
    line.service_date,
    coalesce(line.service_date_to, line.service_date) as service_date_to,
    line.code,
    code_family(line.code) as code_family,
    coalesce(line.modifiers, []) as modifiers,
    array_to_string(coalesce(line.modifiers, []), ':') as modifier_text,
    coalesce(line.units, 1) as units,
    line.charge,
    line.claim_charge,
    coalesce(line.diagnoses, []) as diagnoses,
    line.ndc,
    line.authorization_present,
    line.attachment_present,
    line.is_test,
    line.source_sha,
    line.source_position
from claim_line as line
inner join copy
    on
        line.claim_key = copy.claim_key
        and line.source_sha = copy.kept[1]
        and line.source_position = copy.kept[2]
