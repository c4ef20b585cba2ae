-- One row per cell of the kept keys and rule: recoverable lines that nobody has closed, worth, due soon, and late.
with missing as (
    select
        *,
        coalesce(deadline < $as_of::date, false) as is_late
    from kept
    where
        recoverable != 'N'
        and not list_contains($closed::varchar[], coalesce(line_id, encounter_id))
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
    (count(*) filter (where not is_late))::bigint as lines,
    coalesce(sum(amount_cents) filter (where not is_late), 0)::bigint as amount_cents,
    (count(*) filter (where not is_late and amount_cents > $work_cost_cents))::bigint as worth_count,
    coalesce(
        sum(amount_cents - $work_cost_cents) filter (where not is_late and amount_cents > $work_cost_cents), 0
    )::bigint as worth_cents,
    (count(*) filter (where not is_late and deadline <= $soon::date))::bigint as due_lines,
    coalesce(sum(amount_cents) filter (where not is_late and deadline <= $soon::date), 0)::bigint as due_cents,
    (count(*) filter (where is_late))::bigint as late_lines,
    coalesce(sum(amount_cents) filter (where is_late), 0)::bigint as late_cents,
    (count(*) filter (where deadline is null))::bigint as unset_lines,
    min(deadline) filter (where not is_late) as next_deadline
from missing
group by all
