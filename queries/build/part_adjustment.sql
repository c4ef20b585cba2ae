-- One row per adjustment of a part, line-level or allocated, with the class of its code (meanings 17).
with stated as (
    select
        part.part_no,
        adjustment."group",
        adjustment.reason,
        adjustment.amount,
        false as is_allocated
    from service_part as part
    inner join adjustment on part.remit_line_id = adjustment.remit_line_id
    where adjustment.amount is not null and not adjustment.is_repeated and part.link_quality != 'bundle'
    union all
    select
        part.part_no,
        share."group",
        share.reason,
        share.amount,
        false as is_allocated
    from service_part as part
    inner join remit_event_line as line on part.remit_line_id = line.remit_line_id
    inner join bundle_share as share on line.part_no = share.part_no and part.slot_id = share.slot_id
    where part.link_quality = 'bundle' and share.item = 'CAS'
    union all
    select
        part_no,
        "group",
        reason,
        amount,
        true as is_allocated
    from part_allocation
    where item = 'CAS'
)

select
    stated.part_no,
    stated."group",
    stated.reason,
    stated.amount,
    stated.is_allocated,
    case
        when stated."group" not in ('CO', 'PR', 'OA', 'PI', 'CR') then 'unclassified'
        when class."class" = 'patient_share' and stated."group" != 'PR' and stated.reason not in ('187', '238')
            then 'contractual'
        else coalesce(class."class", 'unclassified')
    end as "class",
    coalesce(class.category, 'unclassified') as category,
    coalesce(class.after_allowed, false) as is_after_allowed,
    coalesce(class.needs_remark, false) as needs_remark
from stated
left join carc_class as class on upper(trim(stated.reason)) = class.code
