-- One row per payer and rule: recoverable lines that nobody has closed, what they are worth, and how much is due soon.
with missing as (
    select
        *,
        (amount * 100)::bigint as amount_cents
    from leak
    where
        ($payer_classes::varchar[] is null or payer_class in (select unnest($payer_classes::varchar[])))
        and ($payers::varchar[] is null or payer_id in (select unnest($payers::varchar[])))
        and ($providers::varchar[] is null or rendering_npi in (select unnest($providers::varchar[])))
        and ($places::varchar[] is null or place_of_service in (select unnest($places::varchar[])))
        and ($drugs::varchar[] is null or drug in (select unnest($drugs::varchar[])))
        and recoverable != 'N'
        and (line_id is null or not list_contains($closed::varchar[], line_id))
)

select
    payer_id,
    payer_name,
    payer_class,
    rule,
    count(*)::bigint as lines,
    sum(amount_cents)::bigint as amount_cents,
    (count(*) filter (where amount_cents > $work_cost_cents))::bigint as worth_count,
    coalesce(sum(amount_cents - $work_cost_cents) filter (where amount_cents > $work_cost_cents), 0)::bigint
        as worth_cents,
    (count(*) filter (where deadline between $as_of::date and $soon::date))::bigint as due_lines,
    coalesce(sum(amount_cents) filter (where deadline between $as_of::date and $soon::date), 0)::bigint as due_cents,
    (count(*) filter (where deadline < $as_of::date))::bigint as late_lines,
    coalesce(sum(amount_cents) filter (where deadline < $as_of::date), 0)::bigint as late_cents,
    (count(*) filter (where deadline is null))::bigint as unset_lines,
    min(deadline) filter (where deadline >= $as_of::date) as next_deadline
from missing
group by all
order by amount_cents desc, payer_id, rule
