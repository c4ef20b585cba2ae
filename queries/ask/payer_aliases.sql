-- One row per payer that claims were sent to and other payer that answered most of them (meanings 5).
with answered as (
    select
        payer_first_billed as billed_id,
        payer_id,
        payer_name,
        payer_class,
        count(distinct claim_key) as claims
    from line
    where first_answer_date is not null and not claim_missing and payer_first_billed is not null
    group by all
),

compared as (
    select
        answered.*,
        sum(answered.claims) over (partition by answered.billed_id) as answered_claims
    from answered
),

named as (
    select
        payer_id,
        min(payer_name) as payer_name,
        min(payer_class) as payer_class
    from payer
    group by payer_id
)

select
    named.payer_name as billed_name,
    named.payer_class as billed_class,
    compared.payer_name,
    compared.payer_class,
    compared.claims::bigint as claims,
    compared.answered_claims::bigint as answered_claims
from compared
inner join named on compared.billed_id = named.payer_id
where
    compared.billed_id != compared.payer_id
    and compared.claims >= 10
    and compared.claims * 2 > compared.answered_claims
order by claims desc, billed_name
