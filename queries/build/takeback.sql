-- One row per payer, payee and claim, or reference that names none, whose money was taken back by PLB (meanings 24).
with placed as (
    select
        pair.*,
        named.claim_id,
        coalesce(named.payer_id, pair.payer_id) as owner_id,
        coalesce(named.has_reversal, false) as has_reversal,
        coalesce(named.fall_cents, 0) as fall_cents,
        coalesce('claim ' || named.claim_key, 'text ' || pair.number) as about
    from plb_pair as pair
    left join plb_named as named
        on
            pair.payer_id = named.party_id
            and pair.payee = named.payee
            and pair.written = named.written
    -- Without a claim only a recovery, and what is set against it under the same reference.
    where named.claim_id is not null or pair.reason in ('WO', 'FB', '72')
),

-- A recovery postponed is negative, our own refund is acknowledged by 72, a balance carried forward comes back as FB.
netted as (
    select
        max_by(payment, place) as payment,
        max_by(payment_date, place) as payment_date,
        max_by(owner_id, place) as payer_id,
        max_by(reference, place) as reference,
        sum(cents) as cents,
        max(claim_id) as claim_id,
        bool_or(has_reversal) as has_reversal,
        max(fall_cents) as fall_cents
    from placed
    group by payer_id, payee, about
    having sum(cents) > 0 and (max(claim_id) is not null or bool_or(reason = 'WO' and cents > 0))
)

select
    payment,
    payment_date,
    payer_id,
    reference,
    cents::bigint as amount_cents,
    claim_id,
    has_reversal,
    case when claim_id is null then 0 else greatest(cents - fall_cents, 0) end::bigint as outside_cents
from netted
