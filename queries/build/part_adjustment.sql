-- One row per adjustment of a part, line-level or allocated, with the class of its code (meanings 17).
with stated as (
    select
        part.part_no,
        adjustment."group",
        adjustment.reason,
        adjustment.amount,
        false as is_allocated
    from service_part as part
    inner join adjustment on part.remit_line_id = adjustment.remit_line_id
    where adjustment.amount is not null and not adjustment.is_repeated and part.link_quality != 'bundle'
    union all
    select
        part.part_no,
        share."group",
        share.reason,
        share.amount,
        false as is_allocated
    from service_part as part
    inner join remit_event_line as line on part.remit_line_id = line.remit_line_id
    inner join bundle_share as share on line.part_no = share.part_no and part.slot_id = share.slot_id
    where part.link_quality = 'bundle' and share.item = 'CAS'
    union all
    select
        part_no,
        "group",
        reason,
        amount,
        true as is_allocated
    from part_allocation
    where item = 'CAS'
),

-- Group CR exists in version 4010 only (domain 3).
without_group as (
    select distinct stated.part_no
    from stated
    inner join service_part as part on stated.part_no = part.part_no
    inner join remit_event_claim as claim on part.remit_no = claim.remit_no
    where stated."group" = 'CR' and claim.version like '005010%'
)

select
    stated.part_no,
    stated."group",
    -- A table that says denied in words has no code: its reason reads "denied: authorization", or "denied" alone.
    case when not is_worded(stated.reason) then stated.reason end as reason,
    stated.amount,
    stated.is_allocated,
    case
        when stated.reason = 'denied: other_payer' then 'routed'
        when is_worded(stated.reason) then 'denial'
        when coalesce(stated."group", '') not in ('CO', 'PR', 'OA', 'PI', 'CR') then 'unclassified'
        when stated."group" = 'CR' and without_group.part_no is not null then 'unclassified'
        -- What is put on the patient is no contract's: a plan without one leaves it to be billed (meanings 21).
        when class."class" = 'contractual' and stated."group" = 'PR' then 'balance_billable'
        when class."class" = 'patient_share' and stated."group" != 'PR' and stated.reason not in ('187', '238')
            then 'contractual'
        else coalesce(class."class", 'unclassified')
    end as "class",
    coalesce(
        case when is_worded(stated.reason) then nullif(substr(stated.reason, 9), '') end,
        class.category,
        'unclassified'
    ) as category,
    coalesce(class.after_allowed and coalesce(stated."group", '') != 'PR', false) as is_after_allowed,
    coalesce(class.needs_remark, false) as needs_remark
from stated
left join without_group on stated.part_no = without_group.part_no
left join carc_class as class on upper(trim(stated.reason)) = class.code
