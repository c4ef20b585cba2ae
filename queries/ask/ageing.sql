-- One row per payer, age and side of what is open: 96372 lines not answered, or denied and still standing.
with open_line as (
    select
        *,
        case
            when state in ('no_response', 'pended', 'awaiting_correction') then 'unanswered' else 'denied'
        end as side,
        -- A line that only a remittance speaks of has no day of submission.
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
    payer_id,
    payer_name,
    case
        when days <= 30 then '0–30'
        when days <= 60 then '31–60'
        when days <= 90 then '61–90'
        when days <= 120 then '91–120'
        else '120+'
    end as age,
    side,
    count(*)::bigint as lines,
    count(open_expected_cents)::bigint as valued,
    coalesce(sum(open_expected_cents), 0)::bigint as expected_cents,
    coalesce(sum(case side when 'denied' then open_denial_cents else charge_cents end), 0)::bigint as charge_cents
from open_line
group by all
order by payer_id, age, side
