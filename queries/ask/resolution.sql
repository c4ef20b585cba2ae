-- One row per days and whether the denial came back: how many first-denied 96372 lines.
with dated as (
    select
        hist.*,
        greatest(0, date_diff('day', hist.denied_on, cut_off.as_of)) as age
    from resolution_hist as hist
    cross join cut_off
)

select
    coalesce(days, age)::bigint as days,
    days is not null as is_answered,
    sum(lines)::bigint as lines
from dated
where
    ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
    and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
group by all
order by all
