-- One row per adjudication event of one line, in order, classified (meanings 13-17).
with joined as (
    select
        part.* replace (
            part.is_forwarded or coalesce(claim.status = '19', false) or is_forwarding(claim.remarks) as is_forwarded
        ),
        ordered.payer_id,
        -- From Medicare the same code means that another plan owes it (meanings 16).
        part.has_capitated and coalesce(ordered.payer_class, '') != 'medicare' as is_capitated,
        ordered.event_date,
        ordered.place,
        cancellation.cancelled_by,
        claim.status,
        coalesce(claim.status in ('2', '3', '20', '21'), false) or part.has_prior_payer as says_secondary
    from event_part as part
    inner join event_order as ordered on part.line_no = ordered.line_no and part.remit_no = ordered.remit_no
    inner join remit_event_claim as claim on part.remit_no = claim.remit_no
    left join cancellation on part.line_no = cancellation.line_no and ordered.place = cancellation.place
),

-- The payer whose uncancelled answer paid or allowed first is primary; another payer's later event is secondary.
primary_payer as (
    select
        line_no,
        min(place) as place,
        arg_min(payer_id, place) as payer_id
    from joined
    where
        not is_reversal and not says_secondary and status is distinct from '25'
        and cancelled_by is null and (paid > 0 or allowed > 0)
    group by line_no
),

sided as (
    select
        joined.line_no,
        joined.place,
        joined.cancelled_by,
        joined.says_secondary or coalesce(
            primary_payer.payer_id is distinct from joined.payer_id and joined.place > primary_payer.place, false
        ) as own_side
    from joined
    left join primary_payer on joined.line_no = primary_payer.line_no
),

-- A reversal stands on the side of what it cancels.
cancelled_side as (
    select
        line_no,
        cancelled_by as place,
        bool_or(own_side) as side
    from sided
    where cancelled_by is not null
    group by line_no, cancelled_by
),

-- Reason code 193 upholds the denial before it: the line stays denied as it was (meanings 17). Our own duplicate is
-- upheld only where nothing else was denied; a table may deny in words, without a code.
upheld as (
    select
        event.line_no,
        event.place,
        max_by(
            struct_pack(category := earlier.category, reason := earlier.reason, grouped := earlier."group"),
            earlier.place
            + case when earlier.payer_id is not distinct from event.payer_id then 2000000 else 0 end
            + case when earlier.is_duplicate then 0 else 1000000 end
        ) as denial
    from joined as event
    inner join joined as earlier on event.line_no = earlier.line_no and event.place > earlier.place
    where
        event.reason = '193' and earlier.reason is distinct from '193' and earlier.denial > 0
        and not earlier.is_reversal and earlier.status is distinct from '25'
    group by event.line_no, event.place
),

final as (
    select
        joined.* replace (
            coalesce(upheld.denial.category, joined.category) as category,
            coalesce(upheld.denial.reason, joined.reason) as reason,
            coalesce(upheld.denial.grouped, joined."group") as "group"
        ),
        coalesce(cancelled_side.side, sided.own_side) as is_secondary
    from joined
    inner join sided on joined.line_no = sided.line_no and joined.place = sided.place
    left join cancelled_side on joined.line_no = cancelled_side.line_no and joined.place = cancelled_side.place
    left join upheld on joined.line_no = upheld.line_no and joined.place = upheld.place
),

matched_reversal as (
    select distinct
        line_no,
        cancelled_by as place
    from cancellation
),

real_answer as (
    select distinct line_no
    from final
    where
        not is_reversal and not is_secondary and status is distinct from '25'
        and not is_pend and (not is_routed or is_capitated) and not is_duplicate
)

select
    final.*,
    matched_reversal.place is not null as is_matched_reversal,
    case
        when final.is_reversal then 'reversal'
        when final.status = '25' then 'predetermination'
        when final.is_secondary then 'secondary'
        when final.is_pend then 'pend'
        when final.is_routed and not final.is_capitated then 'routed'
        when final.is_duplicate and real_answer.line_no is not null then 'duplicate'
        else 'answer'
    end as kind
from final
left join real_answer on final.line_no = real_answer.line_no
left join matched_reversal on final.line_no = matched_reversal.line_no and final.place = matched_reversal.place
