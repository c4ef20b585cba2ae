-- One row per provider adjustment (PLB) of a payment that counts, with the claim that its reference names, if any.
with named as (
    select
        nullif(regexp_replace(upper(payer_claim_id), '[^A-Z0-9]', '', 'g'), '') as reference,
        min(claim_id) as claim_id
    from remit_claim
    group by all
    having reference is not null and count(distinct claim_id) = 1
),

reversed as (
    select distinct claim_id
    from event
    where kind = 'reversal'
)

select
    coalesce(payment.payer_source_name, payment.payer_source_id, 'unknown') as payer_name,
    payment.payment_date,
    payment.trace,
    pair.reason,
    pair.reference,
    (pair.amount * 100)::bigint as cents,
    named.claim_id,
    reversed.claim_id is not null as is_reversed,
    pair.reason = 'WO' and pair.amount > 0 and named.claim_id is not null and reversed.claim_id is null as is_outside,
    pair.source_sha,
    pair.source_position::bigint as source_position
from provider_adjustment as pair
inner join payment on pair.payment_id = payment.payment_id
left join named on regexp_replace(upper(pair.reference), '[^A-Z0-9]', '', 'g') = named.reference
left join reversed on named.claim_id = reversed.claim_id
where payment.copy_of is null
order by abs(pair.amount) desc, payment.payment_date, pair.source_sha, pair.source_position, pair.position
