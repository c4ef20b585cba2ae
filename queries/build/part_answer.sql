-- One row per part: what this answer says of the line on its own, before other events (meanings 13-17, 21).
with allowed as (
    select
        part.*,
        (part.paid + part.patient_share + part.after_allowed)::decimal(12, 2) as allowed_derived,
        coalesce(part.allowed_sent, part.paid + part.patient_share + part.after_allowed)::decimal(12, 2) as allowed
    from part_sum as part
),

denied as (
    select
        *,
        (denial + case when allowed = 0 then unclassified else 0 end)::decimal(12, 2) as denial_amount,
        allowed = 0 and unclassified > 0 as counts_unclassified
    from allowed
),

cause as (
    select
        adjustment.part_no,
        adjustment.reason,
        adjustment."group",
        adjustment.category,
        adjustment.needs_remark,
        sum(adjustment.amount) as amount
    from part_adjustment as adjustment
    inner join denied on adjustment.part_no = denied.part_no
    where
        adjustment."class" = 'denial'
        or (
            adjustment."class" = 'unclassified' and denied.counts_unclassified
            and adjustment."group" in ('CO', 'OA', 'PI')
        )
    group by all
),

root_cause as (
    select *
    from cause
    where amount > 0
    qualify row_number() over (
        partition by part_no
        order by
            amount desc,
            specificity(reason),
            reason,
            "group"
    ) = 1
),

shared as (
    select
        denied.part_no,
        denied.patient_share,
        unnest(part.remarks || claim.remarks) as code
    from denied
    inner join service_part as part on denied.part_no = part.part_no
    inner join remit_event_claim as claim on part.remit_no = claim.remit_no
    where denied.patient_share != 0 and len(part.remarks) + len(claim.remarks) > 0
),

-- A patient whom Medicaid stands for: the share may be billed to nobody else (meanings 22).
protected as (
    select distinct
        shared.part_no,
        shared.patient_share
    from shared
    semi join remark_disposition
        on upper(trim(shared.code)) = remark_disposition.code and remark_disposition.disposition = 'qmb_share'
)

select
    denied.*,
    root_cause.reason,
    root_cause."group",
    coalesce(protected.patient_share, 0)::decimal(12, 2) as uncollectable_share,
    case
        when root_cause.needs_remark then coalesce(remark.remark_category, root_cause.category)
        else root_cause.category
    end as category,
    remark.remark_category,
    remark.remark_rank,
    remark.disposition,
    remark.disposition_code,
    remark.disposition_rank,
    coalesce(
        denied.allowed_sent is not null
        and abs(denied.allowed_sent - denied.allowed_derived) > rounding_dollars(), false
    ) as allowed_conflict,
    denied.charge < 0 or claim.charge < 0
    or (coalesce(claim.status, '') = '22' and coalesce(nullif(denied.charge, 0), claim.charge) <= 0) as is_reversal,
    denied.has_pended and denied.paid = 0 and denied.allowed = 0 as is_pend,
    denied.paid = 0 and denied.allowed = 0 and (denied.has_routed or coalesce(claim.status, '') = '23') as is_routed,
    denied.denial_amount > 0 and denied.denial_amount = denied.duplicate_denial as is_duplicate
from denied
inner join remit_event_claim as claim on denied.remit_no = claim.remit_no
left join root_cause on denied.part_no = root_cause.part_no
left join part_remark as remark on denied.part_no = remark.part_no
left join protected on denied.part_no = protected.part_no
