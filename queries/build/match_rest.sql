-- One row per remaining service payment: in order where as many lines are left on both sides, else a split of a line.
with matched as (
    select * from match_control
    union all
    select * from match_charge
    union all
    select * from match_code
),

payment as (
    select
        link.root_id,
        line.remit_line_id,
        line.remit_claim_id,
        line.code,
        line.service_date,
        row_number() over (partition by line.remit_claim_id order by line.line_number) as nth,
        count(*) over (partition by line.remit_claim_id) as remaining
    from claim_link as link
    inner join remit_event_line as line on link.remit_claim_id = line.remit_claim_id
    anti join matched on line.remit_line_id = matched.remit_line_id
),

split as (
    select
        payment.remit_line_id,
        payment.remit_claim_id,
        arg_min(variant.slot_id, variant.place) as slot_id
    from payment
    inner join billed_variant as variant
        on
            payment.root_id = variant.root_id
            and payment.code = variant.code
            and (payment.service_date = variant.service_date or payment.service_date is null)
    group by payment.remit_line_id, payment.remit_claim_id
),

free_slot as (
    select
        open_claim.remit_claim_id,
        slot.slot_id,
        row_number() over (partition by open_claim.remit_claim_id order by slot.first_version, slot.slot_id) as nth,
        count(*) over (partition by open_claim.remit_claim_id) as remaining
    from (select distinct
        remit_claim_id,
        root_id
    from payment) as open_claim
    inner join slot on open_claim.root_id = slot.root_id
    anti join matched on open_claim.remit_claim_id = matched.remit_claim_id and slot.slot_id = matched.slot_id
)

select
    payment.remit_line_id,
    payment.remit_claim_id,
    coalesce(split.slot_id, free_slot.slot_id) as slot_id,
    case when split.slot_id is not null then 'split' else 'order' end as link_quality
from payment
left join split on payment.remit_line_id = split.remit_line_id
left join free_slot
    on
        payment.remit_claim_id = free_slot.remit_claim_id
        and payment.nth = free_slot.nth
        and payment.remaining = free_slot.remaining
where coalesce(split.slot_id, free_slot.slot_id) is not null
