-- One row per adjudication event of one line, in order, classified (meanings 13-17).
with joined as (
    select
        raw.*,
        cancellation.cancelled_by,
        raw.status in ('2', '3', '20', '21') or raw.has_prior_payer as says_secondary
    from event_raw as raw
    left join cancellation on raw.line_id = cancellation.line_id and raw.place = cancellation.place
),

-- The payer whose uncancelled answer paid or allowed first is primary; another payer's later event is secondary.
primary_payer as (
    select
        line_id,
        min(place) as place,
        arg_min(payer_id, place) as payer_id
    from joined
    where
        not is_reversal and not says_secondary and status is distinct from '25'
        and cancelled_by is null and (paid > 0 or allowed > 0)
    group by line_id
),

sided as (
    select
        joined.*,
        joined.says_secondary or coalesce(
            primary_payer.payer_id is distinct from joined.payer_id and joined.place > primary_payer.place, false
        ) as own_side
    from joined
    left join primary_payer on joined.line_id = primary_payer.line_id
),

-- A reversal stands on the side of what it cancels.
cancelled_side as (
    select
        line_id,
        cancelled_by as place,
        bool_or(own_side) as side
    from sided
    where cancelled_by is not null
    group by line_id, cancelled_by
),

final as (
    select
        sided.*,
        coalesce(cancelled_side.side, sided.own_side) as is_secondary
    from sided
    left join cancelled_side on sided.line_id = cancelled_side.line_id and sided.place = cancelled_side.place
),

real_answer as (
    select distinct line_id
    from final
    where
        not is_reversal and not is_secondary and status is distinct from '25'
        and not is_pend and not is_routed and not is_duplicate
)

select
    final.line_id,
    final.place::integer as event_number,
    final.remit_claim_id,
    final.remit_line_id,
    final.event_date,
    final.payer_id,
    final.payer_name,
    final.payer_class,
    case
        when final.is_reversal then 'reversal'
        when final.status = '25' then 'predetermination'
        when final.is_secondary then 'secondary'
        when final.is_pend then 'pend'
        when final.is_routed then 'routed'
        when final.is_duplicate and real_answer.line_id is not null then 'duplicate'
        else 'answer'
    end as kind,
    final.is_secondary,
    final.cancelled_by::integer as cancelled_by,
    final.status,
    final.frequency_code,
    final.code,
    final.code_paid,
    final.modifiers,
    final.service_date,
    final.units_billed,
    final.units_paid,
    final.charge,
    final.paid,
    final.allowed,
    case when final.allowed_is_sent then 'sent' else 'derived' end as allowed_source,
    final.allowed_conflict,
    final.denial,
    final.shifted_to_patient,
    final.unclassified,
    final.contractual,
    final.patient_share,
    final.after_allowed,
    final.sequestration,
    final.patient_responsibility,
    final.category,
    final.reason,
    final."group",
    final.has_reason,
    final.has_capitated,
    final.has_allocated as adjustments_allocated,
    final.is_claim_missing,
    final.link_quality,
    final.patient_key,
    final.billing_npi,
    final.claim_id,
    final.place_of_service,
    coalesce(final.rendering_npi, final.claim_rendering_npi) as rendering_npi,
    final.line_number,
    final.source_sha,
    final.source_position
from final
left join real_answer on final.line_id = real_answer.line_id
