-- One row per payment (ST to SE of an 835), with the first live copy of what came more than once.
with placed as (
    select
        payment.*,
        place_of(load_number.load_no, payment.source_position) as payment_no
    from remit_payment as payment
    inner join load_number on payment.source_sha = load_number.source_sha
),

counted as (
    select distinct claim.payment_id
    from remit_claim as claim
    inner join remit_event_claim as kept on claim.remit_claim_id = kept.remit_claim_id
),

known as (
    select
        *,
        first_value(payment_id) over (
            partition by
                coalesce(trace, amount::text),
                payment_date,
                coalesce(payer_source_id, payer_source_name),
                amount,
                credit_debit,
                claim_count,
                claim_paid,
                provider_adjusted,
                is_test
            order by payment_no
        ) as first_id
    from placed
)

select
    known.payment_id,
    -- A claim of it that counts makes it a payment of its own, whatever else it shares.
    case when known.first_id <> known.payment_id and counted.payment_id is null then known.first_id end as copy_of,
    known.payer_source_id,
    inert_name(known.payer_source_name) as payer_source_name,
    known.trace,
    known.payment_date,
    known.amount,
    known.claim_paid,
    known.provider_adjusted,
    known.balanced_cents,
    known.source_sha,
    known.source_position
from known
left join counted on known.payment_id = counted.payment_id
