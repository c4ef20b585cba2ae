-- One row per part and claim-level item: its share by charge, largest remainder in cents (meanings 23).
with item as (
    select
        adjustment.remit_claim_id,
        'CAS' as item,
        adjustment.position,
        adjustment."group",
        adjustment.reason,
        (adjustment.amount * 100)::hugeint as cents
    from adjustment
    inner join remit_event_claim as claim on adjustment.remit_claim_id = claim.remit_claim_id
    where adjustment.remit_line_id is null and not adjustment.is_repeated and adjustment.amount is not null
    union all
    select
        remit_claim_id,
        'CLP03' as item,
        0 as position,
        null as "group",
        null as reason,
        (charge * 100)::hugeint as cents
    from remit_event_claim
    where line_count = 0
    union all
    select
        remit_claim_id,
        'CLP04' as item,
        0 as position,
        null as "group",
        null as reason,
        (paid * 100)::hugeint as cents
    from remit_event_claim
    where line_count = 0
),

part as (
    select
        service_part.part_id,
        service_part.remit_claim_id,
        service_part.line_number,
        case
            when sum(weight) over (partition by service_part.remit_claim_id) = 0 then 1
            else (weight * 100)::hugeint
        end as weight
    from service_part
    where service_part.remit_claim_id in (select item.remit_claim_id from item)
),

total as (
    select
        remit_claim_id,
        sum(weight)::hugeint as weight
    from part
    group by remit_claim_id
),

share as (
    select
        item.*,
        part.part_id,
        part.line_number,
        abs(item.cents) * part.weight // total.weight as whole,
        abs(item.cents) * part.weight % total.weight as remainder
    from item
    inner join part on item.remit_claim_id = part.remit_claim_id
    inner join total on item.remit_claim_id = total.remit_claim_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by remit_claim_id, item, position
            order by remainder desc, line_number, part_id
        ) as place,
        abs(cents) - sum(whole) over (partition by remit_claim_id, item, position) as left_over
    from share
)

select
    part_id,
    remit_claim_id,
    item,
    position,
    "group",
    reason,
    (sign(cents) * (whole + (place <= left_over)::hugeint)::decimal(12, 0) / 100)::decimal(12, 2) as amount
from ranked
