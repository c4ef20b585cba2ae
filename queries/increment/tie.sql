-- One row per claim number and number that ties it to others: a visit's (patient and day), a payer's that a correction
-- or an answer without a date names, a payment's that was sent twice. What went still ties: those who shared a number
-- with it have news.
with sent as (
    select
        claim_id,
        patient_key,
        service_date,
        frequency_code,
        original_reference,
        line_number
    from now_claim_line
    union all
    select
        line.claim_id,
        line.patient_key,
        line.service_date,
        line.frequency_code,
        line.original_reference,
        line.line_number
    from gone_claim_line as line
    semi join changed_load on line.source_sha = changed_load.source_sha
),

answered as (
    select
        hash(remit_claim_id) as remit_no,
        claim_of(claim_id) as claim_no,
        patient_key,
        payment_id,
        payer_claim_id,
        original_reference,
        line_count,
        service_date_from
    from now_remit_claim
    union all
    select
        hash(claim.remit_claim_id) as remit_no,
        claim_of(claim.claim_id) as claim_no,
        claim.patient_key,
        claim.payment_id,
        claim.payer_claim_id,
        claim.original_reference,
        claim.line_count,
        claim.service_date_from
    from gone_remit_claim as claim
    semi join changed_load on claim.source_sha = changed_load.source_sha
),

-- An answer without a claim makes a line of its day.
answered_day as (
    select
        hash(remit_claim_id) as remit_no,
        service_date
    from now_remit_line
    union all
    select
        hash(line.remit_claim_id) as remit_no,
        line.service_date
    from gone_remit_line as line
    semi join changed_load on line.source_sha = changed_load.source_sha
),

dateless as (
    select remit_no
    from answered_day
    where service_date is null
),

undated as (
    select answered.*
    from answered
    semi join dateless on answered.remit_no = dateless.remit_no
    union
    select *
    from answered
    where line_count = 0 and service_date_from is null
),

correction as (
    select
        claim_of(claim_id) as claim_no,
        control_of(original_reference) as reference
    from sent
    where line_number = 1 and frequency_code in ('7', '8') and original_reference is not null
    union all
    select
        claim_no,
        unnest([control_of(payer_claim_id), control_of(original_reference)]) as reference
    from undated
)

select distinct
    claim_of(claim_id) as claim_no,
    visit_of(patient_key, service_date) as number
from sent
union all
select distinct
    answered.claim_no,
    visit_of(answered.patient_key, coalesce(answered_day.service_date, answered.service_date_from)) as number
from answered
left join answered_day on answered.remit_no = answered_day.remit_no
union all
select
    answered.claim_no,
    visit_of(answered.patient_key, answered.service_date_from) as number
from answered
where answered.service_date_from is not null
union all
select
    claim_no,
    hash('payer', reference) as number
from correction
where reference is not null
union all
select
    answered.claim_no,
    hash('payer', control_of(answered.payer_claim_id)) as number
from answered
semi join correction on control_of(answered.payer_claim_id) = correction.reference
union all
select
    answered.claim_no,
    hash('payment', payment_group.group_id) as number
from answered
inner join payment_group on answered.payment_id = payment_group.payment_id
