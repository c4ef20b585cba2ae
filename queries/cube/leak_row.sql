-- One row per line and class of the leak ledger, and whether it can still be worked by the day of the data (42).
with judged as (
    select
        leak.*,
        (leak.amount * 100)::bigint as amount_cents,
        usual.usual_days,
        case
            when leak.deadline is not null then leak.deadline < cut_off.as_of
            else coalesce(date_diff('day', leak.since, cut_off.as_of) >= usual.usual_days, false)
        end as is_passed
    from leak
    left join usual_limit as usual on leak.payer_id = usual.payer_id
    cross join cut_off
)

-- What is not recoverable is neither workable nor late.
select
    * exclude (is_passed) replace (
        case
            when deadline_note = 'no limit set' and usual_days is not null
                then format('no limit set; 95 % of what came back did so within {} days', usual_days)
            else deadline_note
        end as deadline_note
    ),
    recoverable != 'N' and not is_passed as is_workable,
    recoverable != 'N' and is_passed as is_late
from judged
