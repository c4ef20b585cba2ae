-- One row per billed line of a distinct submission: the first live copy of it (meanings 12).
with copy as (
    select min(place_of(load_number.load_no, line.source_position)) as claim_no
    from claim_line as line
    inner join load_number on line.source_sha = load_number.source_sha
    -- What is only asked about was billed to nobody (meanings 10).
    where line.line_number = 1 and line.claim_purpose is distinct from 'predetermination'
    group by line.claim_key
),

-- Billing units of one counted in its unit: an item where items are counted, else a millilitre or a gram of it.
package as (
    select
        ndc11,
        code,
        any_value(billing_units_per_item)::double as units_per_item,
        any_value(package_size)::double as package_size
    from ndc_hcpcs
    group by ndc11, code
    having
        min(billing_units_per_item) = max(billing_units_per_item) and min(package_size) = max(package_size)
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
    try_cast(nullif(line.ndc_quantity, 0) * case
        when upper(trim(line.ndc_unit)) = 'UN' then package.units_per_item
        when upper(trim(line.ndc_unit)) in ('ML', 'GR')
            then package.units_per_item / nullif(package.package_size, 0)
    end as decimal(15, 3)) as units_by_ndc,
    line.charge,
    line.claim_charge,
    coalesce(line.diagnoses, []) as diagnoses,
    line.authorization_present,
    line.source_sha,
    line.source_position
from claim_line as line
inner join load_number on line.source_sha = load_number.source_sha
left join package on ndc11_of(trim(line.ndc)) = package.ndc11 and line.code = package.code
inner join copy on place_of(load_number.load_no, line.source_position) = copy.claim_no
