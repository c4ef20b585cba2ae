-- One row per service payment that fits in code and date only (charge first where it agrees).
with matched as (
    select * from match_control
    union all
    select * from match_charge
),

payment as (
    select
        link.root_id,
        line.part_no,
        line.remit_no,
        line.code,
        coalesce(line.service_date, claim.from_date) as service_date,
        row_number() over (
            partition by line.remit_no, line.code, coalesce(line.service_date, claim.from_date)
            order by abs(line.charge) desc, line.line_number
        ) as nth
    from claim_link as link
    inner join remit_event_line as line on link.remit_no = line.remit_no
    inner join remit_event_claim as claim on link.remit_no = claim.remit_no
    anti join matched on line.part_no = matched.part_no
),

billed as (
    select
        open_claim.remit_no,
        variant.slot_id,
        variant.code,
        variant.service_date,
        row_number() over (
            partition by open_claim.remit_no, variant.code, variant.service_date
            order by max(variant.charge) desc, min(variant.place)
        ) as nth
    from (select distinct
        remit_no,
        root_id
    from payment) as open_claim
    inner join billed_variant as variant on open_claim.root_id = variant.root_id
    anti join matched on open_claim.remit_no = matched.remit_no and variant.slot_id = matched.slot_id
    group by open_claim.remit_no, variant.slot_id, variant.code, variant.service_date
)

select
    payment.part_no,
    payment.remit_no,
    billed.slot_id,
    'code' as link_quality
from payment
inner join billed
    on
        payment.remit_no = billed.remit_no
        and payment.code = billed.code
        and (payment.service_date = billed.service_date or payment.service_date is null)
        and payment.nth = billed.nth
qualify row_number() over (partition by payment.part_no order by billed.slot_id) = 1
