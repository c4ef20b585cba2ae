-- One row per submission week, payer, days to the first answer and age: lines, and whether they measure the lag.
select
    date_trunc('week', line.submitted_date)::date as week,
    line.payer_id,
    line.payer_class,
    case
        when line.first_answer_date is not null
            then greatest(0, date_diff('day', line.submitted_date, line.first_answer_date))
    end::integer as days,
    date_diff('day', line.submitted_date, cut_off.as_of)::integer as age,
    not line.is_gone and not line.primary_missing and not line.is_capitated
    and (line.has_answer or not line.has_routed) as is_measured,
    sum(line.lines)::bigint as lines
from line_known as line
cross join cut_off
where line.submitted_date is not null
group by all
