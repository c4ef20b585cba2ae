-- One row per claim payment that holds at least one distinct event, with its payment's facts.
with placed as (
    select
        place_of(load_number.load_no, claim.source_position) as remit_no,
        claim.*
    from remit_claim as claim
    inner join load_number on claim.source_sha = load_number.source_sha
),

kept as (
    select
        remit_no,
        min(service_date) as from_date,
        max(service_date) as to_date,
        min(matched_control) as matched_control,
        count(*) as line_count
    from remit_event_line
    group by remit_no
    union all
    select
        min(remit_no) as remit_no,
        null as from_date,
        null as to_date,
        null as matched_control,
        0 as line_count
    from placed
    where line_count = 0
    group by identity
)

select
    claim.remit_no,
    claim.remit_claim_id,
    trim(claim.claim_id) as claim_id,
    -- A reversal that only the payer's number ties to its event stands under the claim number of that event.
    coalesce(kept.matched_control, undated_day.control, control_of(claim.claim_id)) as control,
    claim.status,
    coalesce(claim.charge, 0) as charge,
    coalesce(claim.paid, 0) as paid,
    claim.filing_indicator,
    claim.payer_claim_id,
    coalesce(claim.frequency_code, '1') as frequency_code,
    claim.patient_key,
    coalesce(claim.billing_npi, payment.payee_npi) as billing_npi,
    claim.rendering_npi,
    claim.place_of_service,
    claim.received_date,
    coalesce(claim.remarks, []) as remarks,
    -- A table that does not tell all adjustments has no balance to check.
    claim.unbalanced_cents is not null as tells_all_codes,
    coalesce(kept.from_date, claim.service_date_from, undated_day.service_date) as from_date,
    coalesce(kept.to_date, claim.service_date_to, claim.service_date_from, undated_day.service_date) as to_date,
    kept.line_count,
    payment.payer_source_id,
    inert_name(payment.payer_source_name) as payer_source_name,
    coalesce(payment.production_date, payment.payment_date, payment.interchange_date) as event_date,
    payment.interchange_date,
    payment.version,
    payment.interchange_control,
    claim.source_sha,
    claim.source_position
from kept
inner join placed as claim on kept.remit_no = claim.remit_no
inner join remit_payment as payment on claim.payment_id = payment.payment_id
left join undated_day on claim.remit_claim_id = undated_day.event_key
