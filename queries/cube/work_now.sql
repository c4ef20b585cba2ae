-- One row per line with something to work, and whether its last day has passed on the day of the data (meanings 42).
select
    work_row.*,
    usual.usual_days,
    case
        when work_row.deadline is not null then work_row.deadline < cut_off.as_of
        else coalesce(date_diff('day', work_row.since, cut_off.as_of) >= usual.usual_days, false)
    end as is_late
from work_row
left join usual_limit as usual on work_row.payer_id = usual.payer_id
cross join cut_off
