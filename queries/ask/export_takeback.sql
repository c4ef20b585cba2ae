-- One row per takeback by PLB, the last first.
select *
from takeback
order by payment_date desc nulls last, amount_cents desc, payer_id, payment, reference, claim_id
