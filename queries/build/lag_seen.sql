-- One row per submission week, payer, days to the first answer and age, over all lines; whether they measure it.
select
    week,
    payer_id,
    payer_class,
    days,
    age,
    is_measured,
    sum(lines)::bigint as lines
from lag_row
group by all
having sum(lines) > 0
