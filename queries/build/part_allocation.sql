-- One row per part and claim-level item: its share by charge, largest remainder in cents (meanings 23).
with item as (
    select
        claim.remit_no,
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
        remit_no,
        'CLP03' as item,
        0 as position,
        null as "group",
        null as reason,
        (charge * 100)::hugeint as cents
    from remit_event_claim
    where line_count = 0
    union all
    select
        remit_no,
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
        part.part_no,
        part.remit_no,
        part.line_number,
        case
            when sum(part.weight) over (partition by part.remit_no) = 0 then 1
            else (part.weight * 100)::hugeint
        end as weight
    from service_part as part
    semi join item on part.remit_no = item.remit_no
),

total as (
    select
        remit_no,
        sum(weight)::hugeint as weight
    from part
    group by remit_no
),

share as (
    select
        item.*,
        part.part_no,
        part.line_number,
        abs(item.cents) * part.weight // total.weight as whole,
        abs(item.cents) * part.weight % total.weight as remainder
    from item
    inner join part on item.remit_no = part.remit_no
    inner join total on item.remit_no = total.remit_no
),

ranked as (
    select
        *,
        row_number() over (
            partition by remit_no, item, position
            order by remainder desc, line_number, part_no
        ) as place,
        abs(cents) - sum(whole) over (partition by remit_no, item, position) as left_over
    from share
)

select
    part_no,
    remit_no,
    item,
    position,
    "group",
    reason,
    (sign(cents) * (whole + (place <= left_over)::hugeint)::decimal(12, 0) / 100)::decimal(12, 2) as amount
from ranked
