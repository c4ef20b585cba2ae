-- One row per event of some service lines, or under some claim numbers, in order: who answered what, in which file.
select
    line_id,
    event_number::bigint as event_number,
    event_date,
    kind,
    cancelled_by::bigint as cancelled_by,
    status,
    payer_name,
    (charge * 100)::bigint as charge_cents,
    (paid * 100)::bigint as paid_cents,
    (denial * 100)::bigint as denial_cents,
    (patient_share * 100)::bigint as patient_share_cents,
    category,
    adjustments_allocated as is_shared,
    source_sha,
    source_position::bigint as source_position,
    claim_id,
    remit_claim_id,
    remit_line_id
from event
where
    ($first::date is null or service_date between $first::date and $last::date)
    and ($lines::varchar[] is null or line_id = any($lines::varchar[]))
    and ($numbers::varchar[] is null or claim_id = any($numbers::varchar[]))
order by line_id, event_number
