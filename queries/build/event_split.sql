-- One row per line and claim payment that several parts answer: their sum, judged as one event (meanings 11, 17).
with several as (
    select
        line_no,
        remit_no
    from line_part
    group by line_no, remit_no
    having count(*) > 1
),

part as (
    select
        owner.line_no,
        owner.line_id,
        owner.is_claim_missing,
        service.remit_line_id,
        service.line_number,
        service.code,
        service.code_paid,
        service.modifiers,
        service.service_date,
        service.units_billed,
        service.units_paid,
        service.rendering_npi,
        is_forwarding(service.remarks) as is_forwarded,
        answer.*,
        row_number() over (
            partition by owner.line_no, owner.remit_no
            order by abs(answer.charge) desc, service.line_number, answer.part_no
        ) as place
    from line_part as owner
    semi join several on owner.line_no = several.line_no and owner.remit_no = several.remit_no
    inner join part_answer as answer on owner.part_no = answer.part_no
    inner join service_part as service on owner.part_no = service.part_no
),

summed as (
    select
        line_no,
        remit_no,
        sum(allowed) as allowed
    from part
    group by line_no, remit_no
),

cause as (
    select
        part.line_no,
        part.remit_no,
        adjustment.reason,
        adjustment."group",
        arg_min(part.remark_category, part.remark_rank) filter (where adjustment.needs_remark) as explained,
        any_value(adjustment.category) as category,
        sum(adjustment.amount) as amount
    from part
    inner join summed on part.line_no = summed.line_no and part.remit_no = summed.remit_no
    inner join part_adjustment as adjustment on part.part_no = adjustment.part_no
    where
        adjustment."class" = 'denial'
        or (
            adjustment."class" = 'unclassified' and summed.allowed = 0
            and adjustment."group" in ('CO', 'OA', 'PI')
        )
    group by part.line_no, part.remit_no, adjustment.reason, adjustment."group"
),

denied as (
    select
        line_no,
        remit_no,
        reason,
        "group",
        coalesce(explained, category) as category,
        sum(amount) over (partition by line_no, remit_no) as denial,
        row_number() over (
            partition by line_no, remit_no
            order by amount desc, specificity(reason), reason, "group"
        ) as place
    from cause
)

select
    part.line_no,
    any_value(part.line_id) as line_id,
    part.remit_no,
    any_value(part.remit_line_id) filter (where part.place = 1) as remit_line_id,
    min(part.line_number) as line_number,
    'split' as link_quality,
    bool_or(part.is_claim_missing) as is_claim_missing,
    any_value(part.code) filter (where part.place = 1) as code,
    any_value(part.code_paid) filter (where part.place = 1) as code_paid,
    any_value(part.modifiers) filter (where part.place = 1) as modifiers,
    max(part.service_date) as service_date,
    sum(part.units_billed)::decimal(15, 3) as units_billed,
    sum(part.units_paid)::decimal(15, 3) as units_paid,
    max(part.rendering_npi) as rendering_npi,
    sum(part.charge)::decimal(12, 2) as charge,
    sum(part.paid)::decimal(12, 2) as paid,
    sum(part.allowed)::decimal(12, 2) as allowed,
    bool_and(part.allowed_sent is not null) as allowed_is_sent,
    bool_or(part.allowed_conflict) as allowed_conflict,
    coalesce(any_value(denied.denial), 0)::decimal(12, 2) as denial,
    sum(part.shifted)::decimal(12, 2) as shifted_to_patient,
    sum(part.unclassified)::decimal(12, 2) as unclassified,
    sum(part.contractual)::decimal(12, 2) as contractual,
    sum(part.patient_share)::decimal(12, 2) as patient_share,
    sum(part.after_allowed)::decimal(12, 2) as after_allowed,
    sum(part.sequestration)::decimal(12, 2) as sequestration,
    sum(part.balance_billable)::decimal(12, 2) as balance_billable,
    sum(part.uncollectable_share)::decimal(12, 2) as uncollectable_share,
    sum(part.patient_responsibility)::decimal(12, 2) as patient_responsibility,
    any_value(denied.category) as category,
    any_value(denied.reason) as reason,
    any_value(denied."group") as "group",
    can_be(
        arg_min(part.disposition, part.disposition_rank), bool_or(part.is_reversal), sum(part.allowed)
    ) as disposition,
    arg_min(part.disposition_code, part.disposition_rank) as disposition_code,
    bool_or(part.is_reversal) as is_reversal,
    bool_and(part.is_pend) as is_pend,
    bool_or(part.is_routed) and sum(part.paid) = 0 and sum(part.allowed) = 0 as is_routed,
    bool_or(part.has_capitated) as has_capitated,
    bool_or(part.is_duplicate) and bool_and(part.is_duplicate or part.denial_amount = 0)
    and sum(part.paid) = 0 and sum(part.allowed) = 0 as is_duplicate,
    bool_or(part.is_forwarded) as is_forwarded,
    bool_or(part.has_prior_payer) as has_prior_payer,
    bool_or(part.has_allocated) as has_allocated,
    sum(part.coded)::decimal(12, 2) as coded,
    bool_or(part.has_reason) as has_reason
from part
left join denied on part.line_no = denied.line_no and part.remit_no = denied.remit_no and denied.place = 1
group by part.line_no, part.remit_no
