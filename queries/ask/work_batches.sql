-- One row per payer and rule: recoverable lines that nobody has closed, worth, due soon, and those past their deadline.
with missing as (
    select
        *,
        (amount * 100)::bigint as amount_cents,
        coalesce(deadline < $as_of::date, false) as is_late
    from leak
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
        and recoverable != 'N'
        and not list_contains($closed::varchar[], coalesce(line_id, encounter_id))
)

select
    payer_id,
    payer_name,
    payer_class,
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
order by amount_cents desc, payer_id, rule
