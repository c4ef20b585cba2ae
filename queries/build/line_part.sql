-- One row per part: the line it answers. Without a claim it makes a line of its own (meanings 10).
with already as (
    select
        service_no,
        count(*) as lines
    from line_name
    group by service_no
),

alone as (
    select
        part.part_no,
        coalesce(claim.billing_npi, '') as billing_npi,
        coalesce(claim.control, '') as control,
        coalesce(part.service_date::varchar, '') as service_date,
        coalesce(part.code, '') as code,
        md5_number(concat_ws('|', claim.billing_npi, claim.control, part.service_date::varchar, part.code))
            as service_no,
        row_number() over (
            partition by part.remit_no, part.service_date, part.code
            order by part.line_number, part.part_no
        ) as nth
    from service_part as part
    inner join remit_event_claim as claim on part.remit_no = claim.remit_no
    where part.slot_id is null
),

named as (
    select
        alone.part_no,
        md5(
            concat_ws(
                '|', alone.billing_npi, alone.control, alone.service_date, alone.code,
                (alone.nth + coalesce(already.lines, 0))::varchar
            )
        ) as line_id
    from alone
    left join already on alone.service_no = already.service_no
),

numbered as (
    select
        part_no,
        line_id,
        -dense_rank() over (order by line_id) as line_no
    from named
)

select
    part.part_no,
    part.remit_no,
    coalesce(line_slot.line_no, numbered.line_no) as line_no,
    coalesce(line_name.line_id, numbered.line_id) as line_id,
    part.slot_id is null as is_claim_missing
from service_part as part
left join line_slot on part.slot_id = line_slot.slot_id
left join line_name on line_slot.line_no = line_name.line_no
left join numbered on part.part_no = numbered.part_no
