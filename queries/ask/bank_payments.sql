-- One row per payment: from the bank's amount through provider adjustments and claims down to service lines, in cents.
with claim as (
    select
        payment_id,
        sum(paid) as paid,
        coalesce(sum(paid) filter (where line_count = 0), 0) as lineless
    from remit_claim
    group by payment_id
),

service as (
    select
        remit_claim.payment_id,
        sum(remit_line.paid) as paid
    from remit_line
    inner join remit_claim on remit_line.remit_claim_id = remit_claim.remit_claim_id
    group by remit_claim.payment_id
)

select
    payment.payment_id,
    coalesce(payment.payer_source_name, payment.payer_source_id, 'unknown') as payer_name,
    payment.trace,
    payment.payment_date,
    date_trunc('month', payment.payment_date)::date as month,
    (coalesce(payment.amount, 0) * 100)::bigint as bank_cents,
    (coalesce(payment.provider_adjusted, 0) * 100)::bigint as adjusted_cents,
    (coalesce(payment.claim_paid, 0) * 100)::bigint as claim_cents,
    payment.balanced_cents::bigint as off_bank_cents,
    ((coalesce(payment.claim_paid, 0) - coalesce(claim.paid, 0)) * 100)::bigint as refused_cents,
    (coalesce(service.paid, 0) * 100)::bigint as line_cents,
    (coalesce(claim.lineless, 0) * 100)::bigint as lineless_cents,
    ((coalesce(claim.paid, 0) - coalesce(service.paid, 0) - coalesce(claim.lineless, 0)) * 100)::bigint
        as off_line_cents,
    payment.source_sha,
    payment.source_position::bigint as source_position
from payment
left join claim on payment.payment_id = claim.payment_id
left join service on payment.payment_id = service.payment_id
where payment.copy_of is null
order by payment.payment_date desc nulls last, bank_cents desc, payment.payment_id
