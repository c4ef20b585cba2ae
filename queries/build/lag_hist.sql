-- One row per submission week, payer and days to the first answer: how many lines; days null where not answered yet.
select
    week,
    payer_id,
    payer_class,
    days,
    age,
    lines
from lag_seen
where is_measured
