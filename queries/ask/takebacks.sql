-- One row per takeback by PLB: the table of the build, with the payer's name, the last first.
with named as (
    select
        payer_id,
        min(payer_name) as payer_name
    from payer
    group by payer_id
)

select
    takeback.payment,
    takeback.payment_date,
    takeback.payer_id,
    coalesce(named.payer_name, takeback.payer_id) as payer_name,
    takeback.reference,
    takeback.amount_cents,
    takeback.claim_id,
    takeback.has_reversal,
    takeback.outside_cents
from takeback
left join named on takeback.payer_id = named.payer_id
order by
    takeback.payment_date desc nulls last,
    takeback.amount_cents desc,
    takeback.payer_id,
    takeback.payment,
    takeback.reference,
    takeback.claim_id
