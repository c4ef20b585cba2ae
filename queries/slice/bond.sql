-- One row per patient and number that may tie them to others: a claim's, or a payer's that a correction or an answer
-- without a date names.
with sent as (
    select
        hash(patient_key) as patient,
        control_of(claim_id) as control,
        case when frequency_code in ('7', '8') then control_of(original_reference) end as reference
    from claim_line
    where line_number = 1
),

answered as (
    select
        hash(patient_key) as patient,
        control_of(claim_id) as control,
        payer_claim_id
    from remit_claim
),

-- What carries no date finds its event by the payer's number, too (meanings 13).
dateless as (
    select distinct remit_claim_id
    from remit_line
    where service_date is null
    union
    select remit_claim_id
    from remit_claim
    where line_count = 0 and service_date_from is null
),

undated as (
    select
        hash(claim.patient_key) as patient,
        unnest([control_of(claim.payer_claim_id), control_of(claim.original_reference)]) as reference
    from remit_claim as claim
    semi join dateless on claim.remit_claim_id = dateless.remit_claim_id
),

corrected as (
    select reference
    from sent
    where reference is not null
    union
    select reference
    from undated
    where reference is not null
)

-- The hash of a number ties as well as the number: two that share one by chance only make a family larger.
select
    patient,
    hash('claim', coalesce(control, '')) as number
from sent
union
select
    patient,
    hash('claim', coalesce(control, '')) as number
from answered
union
select
    patient,
    hash('payer', reference) as number
from sent
where reference is not null
union
select
    patient,
    hash('payer', reference) as number
from undated
where reference is not null
union
select
    answered.patient,
    hash('payer', corrected.reference) as number
from answered
inner join corrected on control_of(answered.payer_claim_id) = corrected.reference
