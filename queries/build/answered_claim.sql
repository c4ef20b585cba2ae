-- One row per payer: how many claims have an answer.
select
    payer_id,
    sum(claims)::bigint as claims
from answered_row
group by payer_id
having sum(claims) > 0
