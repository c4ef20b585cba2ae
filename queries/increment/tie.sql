-- One row per patient and number that ties claims to each other: a claim's, a payer's that a correction names, a payment.
with claim as (
    select
        patient_key,
        control_of(claim_id) as control,
        case when frequency_code in ('7', '8') then control_of(original_reference) end as reference
    from now_claim_line
    where line_number = 1
),

remit as (
    select
        patient_key,
        payment_id,
        control_of(claim_id) as control,
        control_of(payer_claim_id) as reference
    from now_remit_claim
),

corrected as (
    select distinct reference
    from claim
    where reference is not null
)

select
    patient_key,
    'claim ' || coalesce(control, '') as number
from claim
union
select
    patient_key,
    'claim ' || coalesce(control, '') as number
from remit
union
select
    patient_key,
    'payer ' || reference as number
from claim
where reference is not null
union
select
    remit.patient_key,
    'payer ' || remit.reference as number
from remit
semi join corrected on remit.reference = corrected.reference
union
select
    remit.patient_key,
    'payment ' || payment_group.group_id as number
from remit
inner join payment_group on remit.payment_id = payment_group.payment_id
