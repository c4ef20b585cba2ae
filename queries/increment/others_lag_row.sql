-- One row per submission week, payer, days to the first answer and age: what the build before counted, as old as now.
select
    seen.week,
    seen.payer_id,
    seen.payer_class,
    seen.days,
    (seen.age + date_diff('day', kept_cut_off.as_of, cut_off.as_of))::integer as age,
    seen.is_measured,
    seen.lines
from kept_lag_seen as seen
cross join kept_cut_off
cross join cut_off
