-- One row per injection without a drug that day.
-- title: Injection without a drug line
-- kind: flag
-- why: No drug was billed that day on any claim. That is right where the patient, a pharmacy or a sample supplied
--     it.
-- fix: Check the supply (patient, pharmacy, sample, other claim) and record it.
-- medicare: At Medicare, some contractors want a drug that cost nothing at $0.01 on the same claim (unverified): ask
--     this one.
-- source: A2, A25, B3, B4, B9
-- side: billing
with given as (
    select encounter_no
    from day_line
    where role = 'drug'
)

select
    line.line_no,
    null::varchar as part
from day_line as line
anti join given on line.encounter_no = given.encounter_no
where line.role = 'injection'
