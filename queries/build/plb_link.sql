-- One row per payer, payee and reference that names one claim: by the payer's number (CLP07) before our own (CLP01).
-- A number of several claims names none: a wrong link is worse than none (meanings 11, 24).
with numbered as (
    select
        party.payer_id,
        party.payee,
        control_of(claim.payer_claim_id) as payer_number,
        control_of(claim.claim_id) as claim_number
    from remit_claim as claim
    inner join payment_party as party on claim.payment_id = party.payment_id
    where exists (from plb_number)
),

hit as (
    select
        asked.*,
        0 as whose,
        numbered.claim_number
    from plb_number as asked
    inner join numbered
        on
            asked.payer_id = numbered.payer_id
            and asked.payee = numbered.payee
            and asked.candidate = numbered.payer_number
    union all
    select
        asked.*,
        1 as whose,
        numbered.claim_number
    from plb_number as asked
    inner join numbered
        on
            asked.payer_id = numbered.payer_id
            and asked.payee = numbered.payee
            and asked.candidate = numbered.claim_number
)

select
    payer_id,
    payee,
    written,
    min(claim_number) as claim_number,
    case when whose = 0 then min(candidate) end as payer_number
from hit
group by payer_id, payee, written, way, size, whose
having count(distinct claim_number) = 1
qualify row_number() over (partition by payer_id, payee, written order by way, size desc, whose) = 1
