-- One row per payer, payee and reference that names a claim: which claim, by how much its payment fell, and whether it
-- was reversed. Claim numbers repeat: the payer's number tells which day of service is meant (meanings 7, 24).
with dated as (
    select
        link.payer_id as party_id,
        link.payee,
        link.written,
        link.claim_number,
        coalesce(
            min(answer.service_date) filter (where answer.payer_number = link.payer_number),
            case when count(distinct answer.service_date) = 1 then min(answer.service_date) end
        ) as service_date
    from plb_link as link
    inner join plb_claim as answer
        on
            link.payer_id = answer.party_id
            and link.payee = answer.payee
            and link.claim_number = answer.claim_number
    group by all
),

-- What all answers of one day came to: a reversal and its correction together.
daily as (
    select
        dated.party_id,
        dated.payee,
        dated.written,
        dated.claim_number,
        dated.service_date,
        answer.day,
        min(answer.claim_id) as claim_id,
        min(answer.payer_id) as payer_id,
        sum(answer.cents) as cents,
        bool_or(answer.is_reversal) as has_reversal
    from dated
    inner join plb_claim as answer
        on
            dated.party_id = answer.party_id
            and dated.payee = answer.payee
            and dated.claim_number = answer.claim_number
            and coalesce(dated.service_date = answer.service_date, true)
    group by all
),

running as (
    select
        *,
        sum(cents) over (
            partition by party_id, payee, written
            order by day nulls first
            rows between unbounded preceding and current row
        ) as standing
    from daily
)

select
    party_id,
    payee,
    written,
    claim_number || '|' || coalesce(service_date::varchar, '') as claim_key,
    min(claim_id) as claim_id,
    min(payer_id) as payer_id,
    bool_or(has_reversal) as has_reversal,
    (greatest(max(standing), 0) - sum(cents))::bigint as fall_cents
from running
group by party_id, payee, written, claim_number, service_date
