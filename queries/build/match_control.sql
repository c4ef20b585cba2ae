-- One row per service payment that names its billed line by the line control number (REF*6R).
select
    line.part_no,
    line.remit_no,
    arg_min(billed.slot_id, ((line.code != billed.code)::integer * 1048576 + billed.place)) as slot_id,
    'control' as link_quality
from claim_link as link
inner join remit_event_line as line on link.remit_no = line.remit_no
inner join billed_variant as billed
    on link.root_id = billed.root_id and line.line_control = billed.line_control
where line.code = billed.code or abs(line.charge) = billed.charge
group by line.part_no, line.remit_no
