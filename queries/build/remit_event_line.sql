-- One row per distinct service payment: the first live copy of an event (meanings 12).
with copy as (
    select min(place_of(load_number.load_no, line.source_position)) as part_no
    from remit_line as line
    inner join load_number on line.source_sha = load_number.source_sha
    group by line.identity
)

select
    copy.part_no,
    place_of(load_number.load_no, claim.source_position) as remit_no,
    line.remit_line_id,
    line.line_number,
    line.line_control,
    line.code as code_paid,
    coalesce(line.billed_code, line.code) as code,
    coalesce(
        case when line.billed_code is not null then nullif(line.billed_modifiers, []) end, line.modifiers, []
    ) as modifiers,
    array_to_string(
        coalesce(
            case when line.billed_code is not null then nullif(line.billed_modifiers, []) end, line.modifiers, []
        ), ':'
    ) as modifier_text,
    line.units_billed,
    line.units_paid,
    coalesce(line.charge, 0) as charge,
    coalesce(line.paid, 0) as paid,
    case when line.allowed_source = 'sent' then line.allowed end as allowed_sent,
    coalesce(line.service_date, undated_day.service_date) as service_date,
    undated_day.control as matched_control,
    line.rendering_npi,
    coalesce(line.remarks, []) as remarks
from remit_line as line
inner join load_number on line.source_sha = load_number.source_sha
inner join copy on place_of(load_number.load_no, line.source_position) = copy.part_no
inner join remit_claim as claim on line.remit_claim_id = claim.remit_claim_id
left join undated_day on line.remit_line_id = undated_day.event_key
