-- One row per part: the line it answers. Without a claim it makes a line of its own (meanings 10).
with billed_count as (
    select
        coalesce(line.billing_npi, '') as billing_npi,
        coalesce(line.control, '') as control,
        line.service_date,
        line.code,
        count(*) as already
    from slot
    inner join line_version as line on slot.slot_id = line.slot_id and slot.first_version = line.version
    anti join resubmission on slot.slot_id = resubmission.slot_id
    group by all
),

alone as (
    select
        part.part_id,
        coalesce(claim.billing_npi, '') as billing_npi,
        coalesce(claim.control, '') as control,
        part.service_date,
        coalesce(part.code, '') as code,
        row_number() over (
            partition by part.remit_claim_id, part.service_date, part.code
            order by part.line_number, part.part_id
        ) as nth
    from service_part as part
    inner join remit_event_claim as claim on part.remit_claim_id = claim.remit_claim_id
    where part.slot_id is null
),

named as (
    select
        alone.part_id,
        md5(
            concat_ws(
                '|', alone.billing_npi, alone.control, coalesce(alone.service_date::varchar, ''), alone.code,
                (alone.nth + coalesce(billed_count.already, 0))::varchar
            )
        ) as line_id
    from alone
    left join billed_count
        on
            alone.billing_npi = billed_count.billing_npi
            and alone.control = billed_count.control
            and alone.service_date = billed_count.service_date
            and alone.code = billed_count.code
)

select
    part.part_id,
    part.remit_claim_id,
    coalesce(line_slot.line_id, named.line_id) as line_id,
    part.slot_id is null as is_claim_missing
from service_part as part
left join line_slot on part.slot_id = line_slot.slot_id
left join named on part.part_id = named.part_id
