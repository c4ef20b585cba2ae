-- One row: days of service per part of the facts, from where most lines lie; and the day from which parts are shorter,
-- since it is the last months that each day's files change.
with span as (
    select
        count(*) as line_count,
        date_diff('day', quantile_disc(service_date, 0.01), quantile_disc(service_date, 0.99)) + 1 as days
    from line
),

part as (
    select greatest(1, ceil(coalesce(days, 1) / greatest(1, least($most, line_count // $lines))))::integer as width
    from span
),

young as (
    select date_diff('day', date '2000-01-01', as_of) - $young as since
    from cut_off
),

cut as (
    select
        width,
        greatest(1, width // $finer)::integer as fine_width
    from part
)

select
    cut.width,
    cut.fine_width,
    (young.since // cut.width * cut.width)::integer as fine_since
from cut
cross join young
