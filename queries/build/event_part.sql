-- One row per line and claim payment: one adjudication event of one line, its split parts added up.
with split as (
    select
        line_no,
        remit_no
    from line_part
    group by line_no, remit_no
    having count(*) > 1
),

answered as (
    select
        owner.line_no,
        owner.line_id,
        owner.is_claim_missing,
        split.line_no is not null as is_split,
        part.remit_line_id,
        part.line_number,
        part.link_quality,
        part.code,
        part.code_paid,
        part.modifiers,
        part.service_date,
        part.units_billed,
        part.units_paid,
        part.rendering_npi,
        answer.*
    from part_answer as answer
    inner join line_part as owner on answer.part_no = owner.part_no
    inner join service_part as part on answer.part_no = part.part_no
    left join split on owner.line_no = split.line_no and owner.remit_no = split.remit_no
),

largest as (
    select
        *,
        row_number() over (partition by line_no, remit_no order by abs(charge) desc, part_no) as by_charge,
        row_number() over (partition by line_no, remit_no order by denial_amount desc, part_no) as by_denial
    from answered
    where is_split
)

select
    line_no,
    line_id,
    remit_no,
    remit_line_id,
    line_number,
    link_quality,
    is_claim_missing,
    code,
    code_paid,
    modifiers,
    service_date,
    units_billed,
    units_paid,
    rendering_npi,
    charge,
    paid,
    allowed,
    allowed_sent is not null as allowed_is_sent,
    allowed_conflict,
    denial_amount as denial,
    shifted as shifted_to_patient,
    unclassified,
    contractual,
    patient_share,
    after_allowed,
    sequestration,
    patient_responsibility,
    category,
    reason,
    "group",
    is_reversal,
    is_pend,
    is_routed,
    has_capitated,
    is_duplicate,
    has_prior_payer,
    has_allocated,
    has_reason
from answered
where not is_split
union all
select
    line_no,
    any_value(line_id) as line_id,
    remit_no,
    min(remit_line_id) as remit_line_id,
    min(line_number) as line_number,
    any_value(link_quality) as link_quality,
    bool_or(is_claim_missing) as is_claim_missing,
    any_value(code) filter (where by_charge = 1) as code,
    any_value(code_paid) filter (where by_charge = 1) as code_paid,
    any_value(modifiers) filter (where by_charge = 1) as modifiers,
    max(service_date) as service_date,
    sum(units_billed)::decimal(15, 3) as units_billed,
    sum(units_paid)::decimal(15, 3) as units_paid,
    max(rendering_npi) as rendering_npi,
    sum(charge)::decimal(12, 2) as charge,
    sum(paid)::decimal(12, 2) as paid,
    sum(allowed)::decimal(12, 2) as allowed,
    bool_and(allowed_sent is not null) as allowed_is_sent,
    bool_or(allowed_conflict) as allowed_conflict,
    sum(denial_amount)::decimal(12, 2) as denial,
    sum(shifted)::decimal(12, 2) as shifted_to_patient,
    sum(unclassified)::decimal(12, 2) as unclassified,
    sum(contractual)::decimal(12, 2) as contractual,
    sum(patient_share)::decimal(12, 2) as patient_share,
    sum(after_allowed)::decimal(12, 2) as after_allowed,
    sum(sequestration)::decimal(12, 2) as sequestration,
    sum(patient_responsibility)::decimal(12, 2) as patient_responsibility,
    any_value(category) filter (where by_denial = 1) as category,
    any_value(reason) filter (where by_denial = 1) as reason,
    any_value("group") filter (where by_denial = 1) as "group",
    bool_or(is_reversal) as is_reversal,
    bool_and(is_pend) as is_pend,
    bool_or(is_routed) and sum(paid) = 0 and sum(allowed) = 0 as is_routed,
    bool_or(has_capitated) as has_capitated,
    bool_and(is_duplicate or denial_amount = 0) and bool_or(is_duplicate)
    and sum(paid) = 0 and sum(allowed) = 0 as is_duplicate,
    bool_or(has_prior_payer) as has_prior_payer,
    bool_or(has_allocated) as has_allocated,
    bool_or(has_reason) as has_reason
from largest
group by line_no, remit_no
