-- One row per cell of the kept keys, age and side of what is open: 96372 lines not answered, or denied and standing.
with open_line as (
    select
        *,
        case
            when state in ('no_response', 'pended', 'awaiting_correction') then 'unanswered' else 'denied'
        end as side,
        -- A line that only a remittance speaks of has no day of submission.
        date_diff('day', coalesce(submitted_date, service_date), $as_of::date) as days
    from kept
    where
        is_counted
        and (state in ('no_response', 'pended', 'awaiting_correction') or open_denial_cents > 0)
)

select
    service_month,
    answer_month,
    payer_class,
    payer_id,
    payer_name,
    rendering_npi,
    provider_name,
    place_of_service,
    drug,
    age_band(days) as age,
    side,
    count(*)::bigint as lines,
    count(open_expected_cents)::bigint as valued,
    coalesce(sum(open_expected_cents), 0)::bigint as expected_cents,
    coalesce(sum(case side when 'denied' then open_denial_cents else charge_cents end), 0)::bigint as charge_cents
from open_line
group by all
