-- One row per payer: how many 96372 claims were sent, how many of them were answered, and when last.
select
    payer_id,
    payer_name,
    payer_class,
    (count(*) filter (where is_alone) + count(distinct claim_key) filter (where not is_alone))::bigint as claims,
    (
        count(*) filter (where is_alone and first_answer_date is not null)
        + count(distinct claim_key) filter (where not is_alone and first_answer_date is not null)
    )::bigint as answered,
    max(first_answer_date)::date as last_answer,
    (
        coalesce(
            sum(charge_cents) filter (
                where first_answer_date is null and state not in ('routed', 'capitated', 'in_encounter_rate')
            ), 0
        )
    )::bigint as open_charge_cents
from injection
where is_counted
group by all
order by answered, claims desc, payer_id
