-- One row per part: its money as sent, with claim-level adjustments allocated, and what its codes add up to.
with allocated as (
    select
        part_no,
        sum(amount) filter (where item = 'CAS') as lowering,
        any_value(amount) filter (where item = 'CLP03') as charge,
        any_value(amount) filter (where item = 'CLP04') as paid
    from part_allocation
    group by part_no
),

line_paid as (
    select
        remit_no,
        sum(paid) as paid
    from service_part
    where not is_synthetic
    group by remit_no
),

coded as (
    select
        part_no,
        sum(amount) filter (where "class" = 'denial') as denial,
        sum(amount) filter (
            where "class" = 'denial' and (reason = '18' or (reason is null and category = 'duplicate'))
        ) as duplicate_denial,
        sum(amount) filter (where "class" = 'denial' and "group" = 'PR') as shifted,
        sum(amount) filter (where "class" = 'unclassified' and "group" in ('CO', 'OA', 'PI')) as unclassified,
        sum(amount) filter (where "class" = 'patient_share') as patient_share,
        sum(amount) filter (where is_after_allowed) as after_allowed,
        sum(amount) filter (where is_after_allowed and category = 'sequestration') as sequestration,
        sum(amount) filter (where "class" = 'contractual' and not is_after_allowed) as contractual,
        sum(amount) filter (where "class" = 'balance_billable') as balance_billable,
        sum(amount) filter (where "group" = 'PR') as patient_responsibility,
        bool_or("class" = 'routed') as has_routed,
        bool_or("class" = 'routed' and category = 'capitated') as has_capitated,
        bool_or("class" = 'pended') as has_pended,
        bool_or(reason = '23' and "group" = 'OA') as has_prior_payer,
        bool_or(is_allocated) as has_allocated,
        sum(amount) filter (where not is_untold(category, reason)) as coded,
        bool_or(not is_untold(category, reason)) as has_reason
    from part_adjustment
    group by part_no
)

select
    part.part_no,
    part.remit_no,
    part.slot_id,
    case when part.is_synthetic then coalesce(allocated.charge, part.charge) else part.charge end as charge,
    case
        when part.is_synthetic then coalesce(allocated.paid, part.paid)
        when line_paid.paid = claim.paid then part.paid
        else part.paid - coalesce(allocated.lowering, 0)
    end::decimal(12, 2) as paid,
    part.allowed_sent,
    coalesce(coded.denial, 0)::decimal(12, 2) as denial,
    coalesce(coded.duplicate_denial, 0)::decimal(12, 2) as duplicate_denial,
    coalesce(coded.shifted, 0)::decimal(12, 2) as shifted,
    coalesce(coded.unclassified, 0)::decimal(12, 2) as unclassified,
    coalesce(coded.patient_share, 0)::decimal(12, 2) as patient_share,
    coalesce(coded.after_allowed, 0)::decimal(12, 2) as after_allowed,
    coalesce(coded.sequestration, 0)::decimal(12, 2) as sequestration,
    coalesce(coded.contractual, 0)::decimal(12, 2) as contractual,
    coalesce(coded.balance_billable, 0)::decimal(12, 2) as balance_billable,
    coalesce(coded.patient_responsibility, 0)::decimal(12, 2) as patient_responsibility,
    coalesce(coded.has_routed, false) as has_routed,
    coalesce(coded.has_capitated, false) as has_capitated,
    coalesce(coded.has_pended, false) as has_pended,
    coalesce(coded.has_prior_payer, false) as has_prior_payer,
    coalesce(coded.has_allocated, false) as has_allocated,
    -- Null where the remittance tells all of its codes: then none is left to tell, whether they balance or not.
    (case when not claim.tells_all_codes then coalesce(coded.coded, 0) end)::decimal(12, 2) as coded,
    coalesce(coded.has_reason, false) as has_reason
from service_part as part
inner join remit_event_claim as claim on part.remit_no = claim.remit_no
left join line_paid on part.remit_no = line_paid.remit_no
left join allocated on part.part_no = allocated.part_no
left join coded on part.part_no = coded.part_no
