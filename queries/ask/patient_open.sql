-- One row per patient, age and side of what is open: 96372 lines not answered, or denied and still standing.
with open_line as (
    select
        *,
        case
            when state in ('no_response', 'pended', 'awaiting_correction') then 'unanswered' else 'denied'
        end as side,
        date_diff('day', coalesce(submitted_date, service_date), $as_of::date) as days
    from injection
    where
        is_counted
        and (state in ('no_response', 'pended', 'awaiting_correction') or open_denial_cents > 0)
        and ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
)

select
    patient_key as patient,
    age_band(days) as age,
    side,
    count(*)::bigint as lines,
    coalesce(sum(open_expected_cents), 0)::bigint as expected_cents
from open_line
group by all
order by all
