-- One row per line with an event: which answers count, and what all events add up to (meanings 14-16, 19, 22).
with marked as (
    select
        *,
        cancelled_by is null as stands,
        charge > 0.01 and (paid + patient_responsibility = 0 or (paid = 0 and patient_responsibility = 0))
            as is_nothing,
        kind in ('answer', 'pend', 'routed') as is_primary_response,
        kind = 'answer' and (paid > 0 or allowed > 0) as is_paying,
        place > coalesce(max(place) filter (where kind = 'answer') over (partition by line_no), 0) as is_after_answers
    from event_state
)

select
    line_no,
    count(*)::integer as event_count,
    min(place) filter (where kind = 'answer') as first_answer,
    max(place) filter (where kind = 'answer' and stands) as current_answer,
    max(place) filter (where kind = 'secondary' and stands) as last_secondary,
    min(place) filter (where is_primary_response) as first_response,
    min(event_date) filter (where is_primary_response) as first_response_date,
    max(event_date) as last_response_date,
    coalesce(bool_or(kind = 'pend' and stands and is_after_answers), false) as has_open_pend,
    coalesce(bool_or(kind = 'pend'), false) as has_pend,
    coalesce(bool_or(kind = 'routed' and stands and is_after_answers), false) as has_open_routed,
    max(place) filter (where kind = 'routed' and stands and is_after_answers) as open_routed,
    coalesce(bool_or(kind = 'routed'), false) as has_routed,
    coalesce(bool_or(is_paying), false) as was_paid,
    min(place) filter (where is_paying and not stands) as paid_and_reversed,
    coalesce(bool_or(kind = 'reversal' and not is_secondary), false) as has_reversal,
    bool_and(is_secondary) as only_secondary,
    bool_or(place = 1 and kind = 'reversal' and not is_matched_reversal) as opens_with_reversal,
    min(remit_no) filter (where place = 1) as first_remit_no,
    (sum(paid) filter (where kind != 'predetermination'))::decimal(12, 2) as paid,
    coalesce(sum(paid) filter (where is_secondary and kind != 'predetermination'), 0)::decimal(12, 2)
        as secondary_paid,
    -- Null is not known: no event says so, and one does not say what it should.
    case when bool_or(status = '4') then true when bool_or(status is null) then null else false end as any_status_4,
    bool_or(paid = 0) as any_zero_paid,
    case
        when bool_or(is_nothing and not is_unclear(charge, paid, allowed, denial, coded)) then true
        when bool_or(is_unclear(charge, paid, allowed, denial, coded)) then null
        else false
    end as any_allowed_zero,
    case
        when bool_or(has_reason) then true
        when bool_or(is_uncoded(charge, paid, coded)) then null
        else false
    end as any_reason,
    sum(unclassified) filter (where charge > 0) as unclassified
from marked
group by line_no
