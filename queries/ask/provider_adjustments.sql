-- One row per provider adjustment (PLB) of a payment that counts, the largest first.
select
    coalesce(payment.payer_source_name, payment.payer_source_id, 'unknown') as payer_name,
    payment.payment_date,
    payment.trace,
    pair.reason,
    pair.reference,
    (pair.amount * 100)::bigint as cents,
    pair.source_sha,
    pair.source_position::bigint as source_position
from provider_adjustment as pair
inner join payment on pair.payment_id = payment.payment_id
where payment.copy_of is null
order by abs(pair.amount) desc, payment.payment_date, pair.source_sha, pair.source_position, pair.position
