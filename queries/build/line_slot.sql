-- One row per slot: the line it belongs to. A line is its first submission; its id survives the 837 (meanings 8).
with recursive climb as (
    select
        slot_id,
        earlier_id,
        1 as depth
    from resubmission
    union all
    select
        climb.slot_id,
        resubmission.earlier_id,
        climb.depth + 1 as depth
    from climb
    inner join resubmission on climb.earlier_id = resubmission.slot_id
    where climb.depth < 30
),

top as (
    select
        slot_id,
        arg_max(earlier_id, depth) as line_no
    from climb
    group by slot_id
)

select
    slot.slot_id,
    slot.root_id,
    slot.first_slot_line,
    slot.last_slot_line,
    slot.added_by_correction,
    slot.is_voided,
    slot.is_withdrawn,
    coalesce(top.line_no, slot.slot_id) as line_no
from slot
left join top on slot.slot_id = top.slot_id
