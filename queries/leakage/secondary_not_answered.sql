-- One row per line that its payer passed on to the next one, of whom nothing came.
-- title: Passed on, and no later payer answered
-- kind: flag
-- why: The payer says that it passed the claim on to the next one (status 19, MA18, N89), and in the days in which this
--     payer itself answers 95 of 100 claims nothing came.
-- fix: Ask the next payer whether the claim arrived; send it with this payer's answer if it did not.
-- source: A22, A26; claim status 19; remarks MA18, N89; CMS SE0909
-- side: billing
with answer as (
    select
        event.line_id,
        event.event_number,
        event.payer_id
    from event
    inner join response_limit on event.payer_id = response_limit.payer_id
    cross join cut_off
    where
        event.kind = 'answer' and event.cancelled_by is null and event.is_forwarded
        and date_diff('day', event.event_date, cut_off.as_of) > response_limit.p95_days
),

-- A later answer of its own, which may pass the claim on once more, or anything of another payer.
followed as (
    select distinct
        answer.line_id,
        answer.event_number
    from answer
    inner join event on answer.line_id = event.line_id
    where
        event.is_secondary
        or (
            event.event_number > answer.event_number and (
                event.payer_id is distinct from answer.payer_id
                or (event.kind = 'answer' and event.cancelled_by is null)
            )
        )
),

waiting as (
    select distinct answer.line_id
    from answer
    anti join followed on answer.line_id = followed.line_id and answer.event_number = followed.event_number
)

select
    line.line_no,
    null::varchar as part
from line_state as line
semi join waiting on line.line_id = waiting.line_id
where line.role in ('injection', 'em', 'drug') and line.state not in ('voided', 'withdrawn')
