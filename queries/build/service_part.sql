-- One row per service payment, with the line it answers; a claim paid without lines has one row per billed line.
with matched as (
    select * from match_control
    union all
    select * from match_charge
    union all
    select * from match_code
    union all
    select * from match_rest
),

numbered_bundle as (
    select
        *,
        row_number() over (partition by part_no order by slot_id) as nth
    from match_bundle
),

bundle_money as (
    select
        part_no,
        slot_id,
        any_value(amount) filter (where item = 'SVC02') as charge,
        any_value(amount) filter (where item = 'SVC03') as paid,
        any_value(amount) filter (where item = 'AMT') as allowed_sent
    from bundle_share
    group by part_no, slot_id
),

without_lines as (
    select
        claim.remit_no,
        slot.slot_id,
        last_line.line_number,
        last_line.code,
        last_line.modifiers,
        last_line.service_date,
        last_line.charge,
        last_line.units
    from remit_event_claim as claim
    inner join claim_link as link on claim.remit_no = link.remit_no
    inner join slot on link.root_id = slot.root_id and not slot.is_withdrawn
    inner join submitted_line as last_line on slot.last_slot_line = last_line.slot_id
    where claim.line_count = 0
)

select
    line.part_no,
    line.remit_no,
    line.remit_line_id,
    matched.slot_id,
    coalesce(matched.link_quality, 'none') as link_quality,
    line.line_number,
    line.code,
    line.code_paid,
    line.modifiers,
    coalesce(line.service_date, claim.from_date) as service_date,
    line.charge,
    line.paid,
    line.allowed_sent,
    line.units_billed,
    line.units_paid,
    line.rendering_npi,
    line.remarks,
    abs(line.charge) as weight,
    false as is_synthetic
from remit_event_line as line
inner join remit_event_claim as claim on line.remit_no = claim.remit_no
anti join match_bundle on line.part_no = match_bundle.part_no
left join matched on line.part_no = matched.part_no
union all
select
    bundled_part_of(line.part_no, bundle.nth) as part_no,
    line.remit_no,
    line.remit_line_id,
    bundle.slot_id,
    'bundle' as link_quality,
    line.line_number,
    line.code,
    line.code_paid,
    line.modifiers,
    coalesce(line.service_date, claim.from_date) as service_date,
    share.charge,
    share.paid,
    share.allowed_sent,
    billed.units as units_billed,
    (line.units_paid * bundle.weight / sum(bundle.weight) over (partition by line.part_no))::decimal(15, 3)
        as units_paid,
    line.rendering_npi,
    line.remarks,
    bundle.weight,
    false as is_synthetic
from numbered_bundle as bundle
inner join remit_event_line as line on bundle.part_no = line.part_no
inner join remit_event_claim as claim on line.remit_no = claim.remit_no
inner join slot on bundle.slot_id = slot.slot_id
inner join submitted_line as billed on slot.last_slot_line = billed.slot_id
inner join bundle_money as share on bundle.part_no = share.part_no and bundle.slot_id = share.slot_id
union all
select
    -(claim.remit_no * 1024 + row_number() over (partition by claim.remit_no order by billed.slot_id)) as part_no,
    claim.remit_no,
    null as remit_line_id,
    billed.slot_id,
    case when billed.slot_id is null then 'none' else 'claim' end as link_quality,
    coalesce(billed.line_number, 1) as line_number,
    billed.code,
    billed.code as code_paid,
    coalesce(billed.modifiers, []) as modifiers,
    coalesce(billed.service_date, claim.from_date) as service_date,
    claim.charge,
    claim.paid,
    null as allowed_sent,
    billed.units as units_billed,
    billed.units as units_paid,
    null as rendering_npi,
    [] as remarks,
    coalesce(billed.charge, 0) as weight,
    true as is_synthetic
from remit_event_claim as claim
left join without_lines as billed on claim.remit_no = billed.remit_no
where claim.line_count = 0
