-- One row per week of denial, payer and days until the denial came back: 96372 lines first denied; days null where not.
select
    date_trunc('week', line.first_answer_date)::date as week,
    line.payer_id,
    line.payer_class,
    case when line.recovered then greatest(0, date_diff('day', line.first_answer_date, line.resolved_date)) end::integer
        as days,
    greatest(0, date_diff('day', line.first_answer_date, cut_off.as_of))::integer as age,
    count(*) as lines
from line
cross join cut_off
where
    line.role = 'injection' and line.initial_denial > 0 and line.has_answer
    and line.state not in ('voided', 'withdrawn', 'routed')
    and not line.primary_missing and not line.history_incomplete
group by all
