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
        line.part_no,
        line.remit_no,
        line.code,
        line.service_date,
        row_number() over (partition by line.remit_no order by line.line_number) as nth,
        count(*) over (partition by line.remit_no) as remaining
    from claim_link as link
    inner join remit_event_line as line on link.remit_no = line.remit_no
    anti join matched on line.part_no = matched.part_no
),

split as (
    select
        payment.part_no,
        payment.remit_no,
        arg_min(variant.slot_id, variant.place) as slot_id
    from payment
    inner join billed_variant as variant
        on
            payment.root_id = variant.root_id
            and payment.code = variant.code
            and (payment.service_date = variant.service_date or payment.service_date is null)
    group by payment.part_no, payment.remit_no
),

free_slot as (
    select
        open_claim.remit_no,
        slot.slot_id,
        billed.code,
        row_number() over (partition by open_claim.remit_no order by slot.first_slot_line) as nth,
        count(*) over (partition by open_claim.remit_no) as remaining
    from (select distinct
        remit_no,
        root_id
    from payment) as open_claim
    inner join slot on open_claim.root_id = slot.root_id
    inner join submitted_line as billed on slot.last_slot_line = billed.slot_id
    anti join matched on open_claim.remit_no = matched.remit_no and slot.slot_id = matched.slot_id
),

-- In order one line may answer for another code, but no drug for one of another family (meanings 9).
in_order as (
    select
        payment.part_no,
        free_slot.slot_id
    from payment
    inner join free_slot
        on
            payment.remit_no = free_slot.remit_no
            and payment.nth = free_slot.nth
            and payment.remaining = free_slot.remaining
    left join drug_kind as sent_drug on payment.code = sent_drug.code
    left join drug_kind as billed_drug on free_slot.code = billed_drug.code
    where
        code_family(payment.code, sent_drug.drug_family) = code_family(free_slot.code, billed_drug.drug_family)
        or not coalesce(is_drug_code(payment.code) or is_drug_code(free_slot.code), false)
)

select
    payment.part_no,
    payment.remit_no,
    coalesce(split.slot_id, in_order.slot_id) as slot_id,
    case when split.slot_id is not null then 'split' else 'order' end as link_quality
from payment
left join split on payment.part_no = split.part_no
left join in_order on payment.part_no = in_order.part_no
where coalesce(split.slot_id, in_order.slot_id) is not null
