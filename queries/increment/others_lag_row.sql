-- One row per submission week, payer, days to the first answer and age: what the build before counted, as old as now.
select
    seen.* replace ((seen.age + date_diff('day', kept_cut_off.as_of, cut_off.as_of))::integer as age)
from kept_lag_seen as seen
cross join kept_cut_off
cross join cut_off
