-- One row per patient with a line that is judged otherwise by the day: overdue, late, or older than the store's memory.
select distinct line.patient_key
from kept_line as line
cross join kept_cut_off as before_day
cross join cut_off as this_day
left join kept_response_limit as before_limit on line.payer_id = before_limit.payer_id
left join limit_now on line.payer_id = limit_now.payer_id
where
    (
        line.state = 'no_response'
        and line.overdue
        != coalesce(date_diff('day', line.submitted_date, this_day.as_of) > limit_now.p95_days, false)
    )
    or (
        line.state = 'awaiting_correction'
        and coalesce(date_diff('day', line.last_response_date, before_day.as_of) > before_limit.p95_days, false)
        != coalesce(date_diff('day', line.last_response_date, this_day.as_of) > limit_now.p95_days, false)
    )
    or coalesce(line.service_date < before_day.first_remit - before_limit.p95_days, false)
    != coalesce(line.service_date < this_day.first_remit - limit_now.p95_days, false)
