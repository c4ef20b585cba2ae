-- One row: the fewest and the most days after which a denial of these payers counts as final; null where not known.
select
    min(resolution_days)::bigint as least,
    max(resolution_days)::bigint as most
from injection
where
    ($payer_classes::varchar[] is null or payer_class in (select unnest($payer_classes::varchar[])))
    and ($payers::varchar[] is null or payer_id in (select unnest($payers::varchar[])))
