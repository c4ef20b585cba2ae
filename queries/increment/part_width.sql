-- One row: days of service per part of the facts, from where most lines lie.
with span as (
    select
        count(*) as line_count,
        date_diff('day', quantile_disc(service_date, 0.01), quantile_disc(service_date, 0.99)) + 1 as days
    from line
)

select greatest(1, ceil(coalesce(days, 1) / greatest(1, least($most, line_count // $lines))))::integer as width
from span
