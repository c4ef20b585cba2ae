-- One row per claim or answer and number that may tie it to others: a claim's, a payer's that a correction names, a
-- payment's that was sent twice. What went still ties: those who shared a number with it have news.
with sent as (
    select
        patient_key,
        claim_id,
        frequency_code,
        original_reference,
        line_number
    from now_claim_line
    union all
    select
        line.patient_key,
        line.claim_id,
        line.frequency_code,
        line.original_reference,
        line.line_number
    from before_claim_line as line
    semi join changed_load on line.source_sha = changed_load.source_sha
),

answered as (
    select
        patient_key,
        payment_id,
        claim_id,
        payer_claim_id
    from now_remit_claim
    union all
    select
        claim.patient_key,
        claim.payment_id,
        claim.claim_id,
        claim.payer_claim_id
    from before_remit_claim as claim
    semi join changed_load on claim.source_sha = changed_load.source_sha
),

claim as (
    select
        patient_key,
        control_of(claim_id) as control,
        case when frequency_code in ('7', '8') then control_of(original_reference) end as reference
    from sent
    where line_number = 1
),

remit as (
    select
        patient_key,
        payment_id,
        control_of(claim_id) as control,
        payer_claim_id
    from answered
),

corrected as (
    select distinct reference
    from claim
    where reference is not null
)

select
    patient_key,
    'claim' as kind,
    coalesce(control, '') as number
from claim
union all
select
    patient_key,
    'claim' as kind,
    coalesce(control, '') as number
from remit
union all
select
    patient_key,
    'payer' as kind,
    reference as number
from claim
where reference is not null
union all
select
    remit.patient_key,
    'payer' as kind,
    control_of(remit.payer_claim_id) as number
from remit
semi join corrected on control_of(remit.payer_claim_id) = corrected.reference
union all
select
    remit.patient_key,
    'payment' as kind,
    payment_group.group_id as number
from remit
inner join payment_group on remit.payment_id = payment_group.payment_id
