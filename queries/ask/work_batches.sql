-- One row per cell of the kept keys and rule: items of work that wait for somebody, worth, due soon, and late.
with waiting as (
    select *
    from kept
    where is_listed
)

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
    rule,
    (count(*) filter (where is_workable))::bigint as lines,
    coalesce(sum(amount_cents) filter (where is_workable), 0)::bigint as amount_cents,
    (count(*) filter (where is_workable and amount_cents > $work_cost_cents))::bigint as worth_count,
    coalesce(
        sum(amount_cents - $work_cost_cents) filter (where is_workable and amount_cents > $work_cost_cents), 0
    )::bigint as worth_cents,
    (count(*) filter (where is_workable and expected is null))::bigint as unvalued_lines,
    coalesce(sum(charge) filter (where is_workable and expected is null) * 100, 0)::bigint as unvalued_charge_cents,
    (count(*) filter (where is_workable and deadline <= $soon::date))::bigint as due_lines,
    coalesce(sum(amount_cents) filter (where is_workable and deadline <= $soon::date), 0)::bigint as due_cents,
    (count(*) filter (where not is_workable))::bigint as late_lines,
    coalesce(sum(amount_cents) filter (where not is_workable), 0)::bigint as late_cents,
    (count(*) filter (where deadline is null))::bigint as unset_lines,
    min(deadline) filter (where is_workable) as next_deadline
from waiting
group by all
