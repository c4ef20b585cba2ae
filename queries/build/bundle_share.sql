-- One row per bundled line and amount of its payment: the line's share by charge, largest remainder in cents.
with payment as (
    select
        line.part_no,
        line.remit_line_id,
        line.charge,
        line.paid,
        line.allowed_sent
    from remit_event_line as line
    semi join match_bundle on line.part_no = match_bundle.part_no
),

item as (
    select
        part_no,
        'SVC02' as item,
        0 as position,
        null as "group",
        null as reason,
        (charge * 100)::hugeint as cents
    from payment
    union all
    select
        part_no,
        'SVC03' as item,
        0 as position,
        null as "group",
        null as reason,
        (paid * 100)::hugeint as cents
    from payment
    union all
    select
        part_no,
        'AMT' as item,
        0 as position,
        null as "group",
        null as reason,
        (allowed_sent * 100)::hugeint as cents
    from payment
    where allowed_sent is not null
    union all
    select
        payment.part_no,
        'CAS' as item,
        adjustment.position,
        adjustment."group",
        adjustment.reason,
        (adjustment.amount * 100)::hugeint as cents
    from payment
    inner join adjustment on payment.remit_line_id = adjustment.remit_line_id
    where adjustment.amount is not null and not adjustment.is_repeated
),

share as (
    select
        item.*,
        bundle.slot_id,
        abs(item.cents) * (bundle.weight * 100)::hugeint as product,
        sum((bundle.weight * 100)::hugeint) over (partition by item.part_no, item.item, item.position)::hugeint as total
    from item
    inner join match_bundle as bundle on item.part_no = bundle.part_no
),

ranked as (
    select
        *,
        product // total as whole,
        row_number() over (
            partition by part_no, item, position
            order by product % total desc, slot_id
        ) as place,
        abs(cents) - sum(product // total) over (partition by part_no, item, position) as left_over
    from share
)

select
    part_no,
    slot_id,
    item,
    position,
    "group",
    reason,
    (sign(cents) * (whole + (place <= left_over)::hugeint)::decimal(12, 0) / 100)::decimal(12, 2) as amount
from ranked
