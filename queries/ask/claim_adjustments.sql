-- One row per adjustment behind an event of some service lines, at its own level or at that of its claim.
with answer as (
    select
        unnest($lines::varchar[]) as line_id,
        unnest($numbers::bigint[]) as event_number,
        unnest($payments::varchar[]) as remit_claim_id,
        unnest($services::varchar[]) as remit_line_id,
        unnest($are_shared::boolean[]) as is_shared
),

stated as (
    select
        remit_claim_id,
        remit_line_id,
        is_repeated,
        "group",
        reason,
        amount,
        position
    from adjustment
    where
        -- They lie by load.
        source_sha = any($loads::varchar[])
        and remit_claim_id = any($payments::varchar[])
),

behind as (
    select
        answer.line_id,
        answer.event_number,
        'line' as level,
        stated.*
    from stated
    inner join answer on stated.remit_line_id = answer.remit_line_id
    union all
    select
        answer.line_id,
        answer.event_number,
        'claim' as level,
        stated.*
    from stated
    inner join answer on stated.remit_claim_id = answer.remit_claim_id
    where stated.remit_line_id is null and not stated.is_repeated and answer.is_shared
)

select
    line_id,
    event_number,
    level::varchar as level,
    "group",
    reason,
    (amount * 100)::bigint as amount_cents
from behind
order by line_id, event_number, level desc, position
