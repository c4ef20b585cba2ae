-- One row per visit for which the payer paid a lower code of the same family.
-- title: Visit paid at a lower level
-- kind: flag
-- why: The payer paid a lower visit than it was billed; the ledger holds dollars only where the price is known.
-- fix: Compare the level with the record; appeal with the record if it supports what was billed, otherwise accept.
-- source: A28; SVC06 above SVC01
-- side: payer
with recoded as (
    select
        line_no,
        line_id,
        code,
        code_now
    from line_state
    where
        role = 'em' and (code_paid != code or code_paid != code_now) and received > 0
        and state in ('paid', 'underpaid', 'patient_share', 'part_denied', 'recovered')
),

answer as (
    select
        recoded.line_no,
        -- Where the remittance names one code, it is held to the claim's, unless a correction changed that.
        case
            when event.code != event.code_paid then event.code
            when recoded.code = recoded.code_now then recoded.code
        end as code_billed,
        event.code_paid
    from recoded
    inner join event on recoded.line_id = event.line_id
    where event.kind = 'answer' and event.cancelled_by is null
    qualify row_number() over (partition by event.line_id order by event.event_number desc) = 1
),

visit as (
    select
        line_no,
        unnest([code_billed, code_paid]) as code,
        unnest([true, false]) as is_billed
    from answer
),

-- An office visit is above another by its level; of one level a new patient's is the higher.
placed as (
    select
        *,
        case
            when code between '99202' and '99215' then 'office'
            when code between '99307' and '99310' then 'nursing, later'
            when code between '99347' and '99350' then 'home, later'
            else left(code, 4)
        end as family,
        case
            when code between '99202' and '99215' then right(code, 1)::integer * 2 + (code < '99210')::integer
            else code::integer
        end as place
    from visit
    where regexp_matches(code, '^99[23][0-9]{2}$') and code <= '99350'
)

select
    billed.line_no,
    null::varchar as part
from placed as billed
inner join placed as paid
    on billed.line_no = paid.line_no and billed.family = paid.family and billed.place > paid.place
where billed.is_billed and not paid.is_billed
