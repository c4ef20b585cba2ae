-- One row per claim payment that holds at least one distinct event, with its payment's facts.
with copy as (
    select
        claim.identity,
        min(
            (
                coalesce(payment.interchange_date, date '1900-01-01'),
                coalesce(payment.interchange_control, ''),
                claim.source_sha,
                claim.source_position
            )
        ) as kept
    from remit_claim as claim
    inner join remit_payment as payment on claim.payment_id = payment.payment_id
    where claim.line_count = 0
    group by claim.identity
),

kept as (
    select remit_claim_id
    from remit_event_line
    union
    select claim.remit_claim_id
    from remit_claim as claim
    inner join copy
        on
            claim.identity = copy.identity
            and claim.source_sha = copy.kept[3]
            and claim.source_position = copy.kept[4]
    where claim.line_count = 0
),

reach as (
    select
        remit_claim_id,
        min(service_date) as from_date,
        max(service_date) as to_date,
        count(*) as line_count
    from remit_event_line
    group by remit_claim_id
)

select
    claim.remit_claim_id,
    claim.payment_id,
    trim(claim.claim_id) as claim_id,
    control_of(claim.claim_id) as control,
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
    coalesce(claim.remarks, []) as remarks,
    claim.repeated_adjustments,
    coalesce(reach.from_date, claim.service_date_from) as from_date,
    coalesce(reach.to_date, claim.service_date_to, claim.service_date_from) as to_date,
    coalesce(reach.line_count, 0) as line_count,
    payment.payer_source_id,
    payment.payer_source_name,
    coalesce(payment.production_date, payment.payment_date, payment.interchange_date) as event_date,
    payment.interchange_date,
    payment.interchange_control,
    claim.source_sha,
    claim.source_position
from remit_claim as claim
inner join kept on claim.remit_claim_id = kept.remit_claim_id
inner join remit_payment as payment on claim.payment_id = payment.payment_id
left join reach on claim.remit_claim_id = reach.remit_claim_id
