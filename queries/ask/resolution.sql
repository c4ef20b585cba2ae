-- One row per days and whether the denial came back: how many first-denied 96372 lines.
select
    coalesce(days, age)::bigint as days,
    days is not null as is_answered,
    sum(lines)::bigint as lines
from resolution_hist
where
    ($payer_classes::varchar[] is null or payer_class in (select unnest($payer_classes::varchar[])))
    and ($payers::varchar[] is null or payer_id in (select unnest($payers::varchar[])))
group by all
order by all
