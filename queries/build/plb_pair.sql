-- One row per PLB pair of a payment that counts and that can give or take what a claim was paid, in the order that
-- files say (meanings 24, domain 19.7).
select
    pair.payment_id,
    party.payer_id,
    party.payee,
    party.payment,
    party.payment_date,
    coalesce(upper(trim(pair.reason)), '') as reason,
    trim(pair.reference) as reference,
    upper(coalesce(trim(pair.reference), '')) as written,
    coalesce(control_of(pair.reference), '') as number,
    (pair.amount * 100)::bigint as cents,
    row_number() over (
        order by
            party.day nulls first,
            party.interchange_date nulls first,
            party.interchange_control nulls first,
            pair.source_position,
            pair.position,
            pair.payment_id
    ) as place
from provider_adjustment as pair
inner join payment on pair.payment_id = payment.payment_id
inner join payment_party as party on pair.payment_id = party.payment_id
where
    payment.copy_of is null
    and pair.amount != 0
    -- Interest, late filing, withheld, taxes, what is never reimbursed: about no claim's payment.
    and coalesce(upper(trim(pair.reason)), '') not in ('L6', '50', 'E3', 'IR', 'LE', 'J1')
