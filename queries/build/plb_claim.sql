-- One row per claim payment of a claim that a PLB names, each event once: when, what it paid, and the day it is about.
with named as (
    select distinct
        payer_id,
        payee,
        claim_number
    from plb_link
),

answer as (
    select
        claim.remit_claim_id,
        party.payer_id as party_id,
        party.payee,
        named.claim_number,
        control_of(claim.payer_claim_id) as payer_number,
        trim(claim.claim_id) as claim_id,
        coalesce(payer.payer_id, party.payer_id) as payer_id,
        party.day,
        (coalesce(claim.paid, 0) * 100)::bigint as cents,
        coalesce(claim.charge, 0) < 0
        or (coalesce(claim.status, '') = '22' and coalesce(claim.charge, 0) <= 0) as is_reversal,
        claim.service_date_from
    from remit_claim as claim
    inner join payment_party as party on claim.payment_id = party.payment_id
    inner join named
        on
            party.payer_id = named.payer_id
            and party.payee = named.payee
            and control_of(claim.claim_id) = named.claim_number
    left join payer
        on
            party.source_id = payer.source_id
            and party.source_name = payer.source_name
            and coalesce(upper(trim(claim.filing_indicator)), '') = payer.filing_indicator
    qualify row_number() over (partition by claim.identity order by claim.remit_claim_id) = 1
),

served as (
    select
        line.remit_claim_id,
        min(line.service_date) as service_date
    from remit_line as line
    semi join answer on line.remit_claim_id = answer.remit_claim_id
    group by line.remit_claim_id
)

select
    answer.remit_claim_id,
    answer.party_id,
    answer.payee,
    answer.claim_number,
    answer.payer_number,
    answer.claim_id,
    answer.payer_id,
    answer.day,
    answer.cents,
    answer.is_reversal,
    coalesce(served.service_date, answer.service_date_from) as service_date
from answer
left join served on answer.remit_claim_id = served.remit_claim_id
