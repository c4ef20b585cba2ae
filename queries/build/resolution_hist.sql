-- One row per day of denial, payer and days until the denial came back: how many first-denied 96372 lines.
select
    denied_on,
    payer_id,
    payer_class,
    days,
    sum(lines)::bigint as lines
from resolution_row
group by all
having sum(lines) > 0
