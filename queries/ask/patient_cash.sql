-- One row per patient and month of the remittance: what payers paid on 96372 lines, and what they took back.
with chosen as (
    select
        line_id,
        patient_key
    from injection
    where
        is_counted
        and ($payer_classes::varchar[] is null or payer_class in (select unnest($payer_classes::varchar[])))
        and ($payers::varchar[] is null or payer_id in (select unnest($payers::varchar[])))
        and ($providers::varchar[] is null or rendering_npi in (select unnest($providers::varchar[])))
        and ($places::varchar[] is null or place_of_service in (select unnest($places::varchar[])))
        and ($drugs::varchar[] is null or drug in (select unnest($drugs::varchar[])))
)

select
    chosen.patient_key as patient,
    date_trunc('month', event.event_date)::date as month,
    (coalesce(sum(event.paid) filter (where event.paid > 0), 0) * 100)::bigint as paid_cents,
    (coalesce(-sum(event.paid) filter (where event.paid < 0), 0) * 100)::bigint as taken_back_cents
from event
inner join chosen on event.line_id = chosen.line_id
where
    event.kind != 'predetermination'
    and event.event_date >= $start::date
    and event.event_date < $until::date
group by all
order by all
