-- One row per adjustment behind an event of some service lines, at its own level or at that of its claim.
with answer as (
    select
        line_id,
        event_number,
        remit_claim_id,
        remit_line_id,
        adjustments_allocated
    from event
    where line_id = any($lines::varchar[])
),

stated as (
    select
        answer.line_id,
        answer.event_number,
        'line' as level,
        adjustment.*
    from adjustment
    inner join answer on adjustment.remit_line_id = answer.remit_line_id
    union all
    select
        answer.line_id,
        answer.event_number,
        'claim' as level,
        adjustment.*
    from adjustment
    inner join answer on adjustment.remit_claim_id = answer.remit_claim_id
    where adjustment.remit_line_id is null and not adjustment.is_repeated and answer.adjustments_allocated
)

select
    line_id,
    event_number::bigint as event_number,
    level::varchar as level,
    "group",
    reason,
    (amount * 100)::bigint as amount_cents
from stated
order by line_id, event_number, level desc, position
