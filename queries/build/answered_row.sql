-- One row per payer: how many of these claims have an answer.
select
    payer_id,
    sum(claims)::bigint as claims
from (
    select
        payer_id,
        lines,
        count(distinct claim_key) * lines as claims
    from line_known
    where has_answer
    group by payer_id, lines
) as counted
group by payer_id
