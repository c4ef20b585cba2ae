-- One row per claim with a line that is judged otherwise by the day: overdue, late, or older than the store's memory.
with memory as (
    select
        coalesce(before_limit.payer_id, limit_now.payer_id) as payer_id,
        (before_day.first_remit - before_limit.p95_days)::date as since_before,
        (this_day.first_remit - limit_now.p95_days)::date as since_now
    from kept_response_limit as before_limit
    full join limit_now on before_limit.payer_id = limit_now.payer_id
    cross join kept_cut_off as before_day
    cross join cut_off as this_day
),

moved as (
    select *
    from memory
    where since_before is distinct from since_now
)

select line.claim_id
from kept_line as line
cross join cut_off as this_day
left join limit_now on line.payer_id = limit_now.payer_id
where
    line.state = 'no_response'
    and line.overdue != coalesce(date_diff('day', line.submitted_date, this_day.as_of) > limit_now.p95_days, false)
union
select line.claim_id
from kept_line as line
cross join kept_cut_off as before_day
cross join cut_off as this_day
left join kept_response_limit as before_limit on line.payer_id = before_limit.payer_id
left join limit_now on line.payer_id = limit_now.payer_id
where
    line.state = 'awaiting_correction'
    and coalesce(date_diff('day', line.last_response_date, before_day.as_of) > before_limit.p95_days, false)
    != coalesce(date_diff('day', line.last_response_date, this_day.as_of) > limit_now.p95_days, false)
union
select event.claim_id
from kept_event as event
cross join kept_cut_off as before_day
cross join cut_off as this_day
left join kept_response_limit as before_limit on event.payer_id = before_limit.payer_id
left join limit_now on event.payer_id = limit_now.payer_id
where
    event.is_forwarded
    and coalesce(date_diff('day', event.event_date, before_day.as_of) > before_limit.p95_days, false)
    != coalesce(date_diff('day', event.event_date, this_day.as_of) > limit_now.p95_days, false)
union
select line.claim_id
from kept_line as line
inner join moved on line.payer_id = moved.payer_id
where coalesce(line.service_date < moved.since_before, false) != coalesce(line.service_date < moved.since_now, false)
