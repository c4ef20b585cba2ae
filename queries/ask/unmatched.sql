-- One row per payer: service lines that came only on remittances, no claim in the store answers to them.
select
    payer_id,
    payer_name,
    payer_class,
    count(*)::bigint as lines,
    (count(*) filter (where role = 'injection'))::bigint as injections,
    count(distinct claim_key)::bigint as claims,
    coalesce((sum(charge) * 100)::bigint, 0)::bigint as charge_cents,
    coalesce((sum(paid) * 100)::bigint, 0)::bigint as paid_cents,
    min(service_date)::date as first_service,
    max(service_date)::date as last_service
from line
where claim_missing
group by all
order by charge_cents desc, payer_id
