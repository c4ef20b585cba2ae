-- One row per event of some service lines, in order: who answered what, and where it stands in which file.
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
    remit_claim_id
from event
where
    line_id = any($lines::varchar[])
    -- Answers lie by claim number: those of others are passed over where all numbers are known.
    and ($numbers::varchar[] is null or claim_id = any($numbers::varchar[]))
order by line_id, event_number
