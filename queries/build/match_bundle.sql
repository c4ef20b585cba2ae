-- One row per service payment and billed line where one payment answers several lines of a code and day (meanings 11).
with matched as (
    select * from match_control
    union all
    select * from match_charge
    union all
    select * from match_code
),

-- Only a payment larger than the line it fits can stand for more lines than one.
large as (
    select
        matched.part_no,
        matched.remit_no,
        matched.slot_id,
        slot.root_id,
        payment.code,
        coalesce(payment.service_date, line.service_date) as service_date,
        abs(payment.charge) as charge,
        line.charge as own_charge
    from matched
    inner join remit_event_line as payment on matched.part_no = payment.part_no
    inner join slot on matched.slot_id = slot.slot_id
    inner join submitted_line as line on slot.last_slot_line = line.slot_id
    where abs(payment.charge) > line.charge
),

free as (
    select
        large.part_no,
        large.remit_no,
        slot.slot_id,
        line.charge
    from large
    inner join slot on large.root_id = slot.root_id and not slot.is_withdrawn
    inner join submitted_line as line
        on
            slot.last_slot_line = line.slot_id
            and large.code = line.code
            and large.service_date = line.service_date
    anti join matched on large.remit_no = matched.remit_no and slot.slot_id = matched.slot_id
),

together as (
    select
        large.part_no,
        large.remit_no,
        large.slot_id,
        large.own_charge
    from large
    inner join free on large.part_no = free.part_no
    group by large.part_no, large.remit_no, large.slot_id, large.own_charge, large.charge
    having large.own_charge + sum(free.charge) = large.charge
)

select
    part_no,
    remit_no,
    slot_id,
    own_charge as weight
from together
union all
select
    free.part_no,
    free.remit_no,
    free.slot_id,
    free.charge as weight
from free
semi join together on free.part_no = together.part_no
