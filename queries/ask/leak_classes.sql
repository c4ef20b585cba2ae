-- One row per cell of the kept keys, class, rule and role: what did not come in, and what is worth working.
select
    service_month,
    answer_month,
    payer_class,
    payer_id,
    payer_name,
    rendering_npi,
    provider_name,
    place_of_service,
    drug,
    leak_class,
    rule,
    role,
    preventable,
    recoverable,
    count(*)::bigint as count,
    sum(amount_cents)::bigint as amount_cents,
    (count(*) filter (where is_workable))::bigint as workable_count,
    coalesce(sum(amount_cents) filter (where is_workable), 0)::bigint as workable_cents,
    (count(*) filter (where is_late))::bigint as late_count,
    coalesce(sum(amount_cents) filter (where is_late), 0)::bigint as late_cents,
    (count(*) filter (where is_workable and amount_cents > $work_cost_cents))::bigint as worth_count,
    coalesce(
        sum(amount_cents - $work_cost_cents) filter (where is_workable and amount_cents > $work_cost_cents), 0
    )::bigint as worth_cents
from kept
group by all
