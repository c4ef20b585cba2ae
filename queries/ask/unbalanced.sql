-- One row per payment (ST to SE of an 835) that does not balance, the largest difference first.
select
    payer_source_name as payer_name,
    trace,
    payment_date,
    (amount * 100)::bigint as amount_cents,
    balanced_cents::bigint as off_cents,
    source_sha,
    source_position
from payment
where balanced_cents <> 0 and copy_of is null
order by abs(balanced_cents) desc, source_sha, source_position
limit $most
