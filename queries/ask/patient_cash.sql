-- One row per patient and month of the remittance: what payers paid on 96372 lines, and what they took back.
with chosen as (
    select
        line_id,
        patient_key
    from injection
    where
        is_counted
        and ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
),

paid as (
    select
        line_id,
        date_trunc('month', event_date)::date as month,
        sum(case when paid > 0 then paid else 0 end) as paid,
        sum(case when paid < 0 then -paid else 0 end) as taken_back
    from event
    where
        kind != 'predetermination'
        and event_date >= $start::date
        and event_date < $through::date
    group by all
)

select
    chosen.patient_key as patient,
    paid.month,
    (sum(paid.paid) * 100)::bigint as paid_cents,
    (sum(paid.taken_back) * 100)::bigint as taken_back_cents
from paid
inner join chosen on paid.line_id = chosen.line_id
group by all
order by all
