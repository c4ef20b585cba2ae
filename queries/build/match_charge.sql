-- One row per service payment without a control number that fits in code, modifiers, date and charge.
with payment as (
    select
        link.root_id,
        line.*,
        abs(line.charge) as size,
        row_number() over (
            partition by line.remit_no, line.code, line.modifier_text, line.service_date, abs(line.charge)
            order by line.line_number
        ) as nth
    from claim_link as link
    inner join remit_event_line as line on link.remit_no = line.remit_no
    anti join match_control on line.part_no = match_control.part_no
),

billed as (
    select
        open_claim.remit_no,
        variant.slot_id,
        variant.code,
        variant.modifier_text,
        variant.service_date,
        variant.charge,
        row_number() over (
            partition by
                open_claim.remit_no, variant.code, variant.modifier_text, variant.service_date, variant.charge
            order by min(variant.place)
        ) as nth
    from (select distinct
        remit_no,
        root_id
    from payment) as open_claim
    inner join billed_variant as variant on open_claim.root_id = variant.root_id
    anti join match_control
        on open_claim.remit_no = match_control.remit_no and variant.slot_id = match_control.slot_id
    group by
        open_claim.remit_no, variant.slot_id, variant.code, variant.modifier_text, variant.service_date,
        variant.charge
)

select
    payment.part_no,
    payment.remit_no,
    billed.slot_id,
    'charge' as link_quality
from payment
inner join billed
    on
        payment.remit_no = billed.remit_no
        and payment.code = billed.code
        and payment.modifier_text = billed.modifier_text
        and payment.service_date = billed.service_date
        and payment.size = billed.charge
        and payment.nth = billed.nth
qualify row_number() over (partition by payment.part_no order by billed.slot_id) = 1
