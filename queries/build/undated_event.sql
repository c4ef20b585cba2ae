-- One row per distinct service payment under a number that a payment without any date bears (meanings 13). A claim
-- paid without lines has one row of its own.
with undated as (
    select distinct remit_claim_id
    from remit_line
    where service_date is null
    union
    select remit_claim_id
    from remit_claim
    where line_count = 0 and service_date_from is null
),

named as (
    select
        unnest([
            control_of(claim.claim_id), control_of(claim.payer_claim_id), control_of(claim.original_reference)
        ]) as number
    from remit_claim as claim
    semi join undated on claim.remit_claim_id = undated.remit_claim_id
),

near as (
    select claim.*
    from remit_claim as claim
    semi join named on control_of(claim.claim_id) = named.number
    union
    select claim.*
    from remit_claim as claim
    semi join named on control_of(claim.payer_claim_id) = named.number
),

placed as (
    select
        claim.*,
        place_of(load_number.load_no, claim.source_position) as remit_no,
        coalesce(claim.billing_npi, payment.payee_npi, '') as npi,
        coalesce(control_of(coalesce(payment.payer_source_id, payment.payer_source_name)), '') as payer,
        coalesce(payment.production_date, payment.payment_date, payment.interchange_date) as event_date
    from near as claim
    inner join load_number on claim.source_sha = load_number.source_sha
    inner join remit_payment as payment on claim.payment_id = payment.payment_id
),

served as (
    select
        claim.remit_no,
        line.remit_line_id as event_key,
        line.identity,
        line.line_number,
        coalesce(line.billed_code, line.code, '') as code,
        coalesce(line.charge, 0) as charge,
        coalesce(line.paid, 0) as paid,
        line.service_date
    from placed as claim
    inner join remit_line as line on claim.remit_claim_id = line.remit_claim_id
    union all
    select
        remit_no,
        remit_claim_id as event_key,
        identity,
        1 as line_number,
        '' as code,
        coalesce(charge, 0) as charge,
        coalesce(paid, 0) as paid,
        service_date_from as service_date
    from placed
    where line_count = 0
)

select
    served.event_key,
    served.code,
    served.charge,
    served.paid,
    served.service_date,
    claim.npi,
    claim.payer,
    claim.event_date,
    control_of(claim.claim_id) as control,
    control_of(claim.payer_claim_id) as payer_number,
    control_of(claim.original_reference) as reference,
    served.charge < 0 or coalesce(claim.charge, 0) < 0
    or (coalesce(claim.status, '') = '22' and coalesce(nullif(served.charge, 0), claim.charge, 0) <= 0) as is_reversal,
    coalesce(claim.status = '22' or claim.frequency_code in ('7', '8'), false) as says_corrected,
    -- Never the time of loading: what is the same in all of this is the same.
    (claim.source_sha, claim.source_position, served.line_number) as place
from served
inner join placed as claim on served.remit_no = claim.remit_no
qualify row_number() over (partition by served.identity order by served.remit_no, served.line_number) = 1
