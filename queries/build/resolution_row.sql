-- One row per day of denial, payer and days until the denial came back: first-denied 96372 lines; days null where not.
select
    first_answer_date as denied_on,
    payer_id,
    payer_class,
    case when recovered then greatest(0, date_diff('day', first_answer_date, resolved_date)) end::integer as days,
    sum(lines)::bigint as lines
from line_judged
where
    role = 'injection' and initial_denial > 0 and has_answer
    and state not in ('voided', 'withdrawn', 'routed', 'capitated', 'in_encounter_rate')
    and not primary_missing and not history_incomplete
group by all
