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
        arg_max(earlier_id, depth) as first_slot
    from climb
    group by slot_id
),

opening as (
    select
        slot.slot_id,
        coalesce(line.billing_npi, '') as billing_npi,
        coalesce(line.control, '') as control,
        line.service_date,
        line.code,
        row_number() over (
            partition by line.billing_npi, line.control, line.service_date, line.code
            order by line.submitted_date, line.version, line.claim_key, line.line_number
        ) as nth
    from slot
    inner join line_version as line on slot.slot_id = line.slot_id and slot.first_version = line.version
    anti join resubmission on slot.slot_id = resubmission.slot_id
),

named as (
    select
        slot_id,
        md5(concat_ws('|', billing_npi, control, service_date::varchar, code, nth::varchar)) as line_id,
        nth
    from opening
)

select
    slot.slot_id,
    slot.root_id,
    coalesce(top.first_slot, slot.slot_id) as first_slot,
    coalesce(named.line_id, first_name.line_id) as line_id
from slot
left join top on slot.slot_id = top.slot_id
left join named on slot.slot_id = named.slot_id
left join named as first_name on top.first_slot = first_name.slot_id
