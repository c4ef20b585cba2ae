-- One row per drug line without administration beside a visit that would be lost to it.
-- title: Administration not billed, nothing to gain
-- kind: flag
-- why: The administration was not billed, but this payer would pay it in place of that day's visit, not beside it.
-- fix: Look in the record whether the injection was given, and how such days are meant to be billed; nothing is
--     owed.
-- source: A2, A17, B3; NCCI practitioner edits of 2024-07-01
-- side: billing
-- unverified: yes
select
    line_no,
    null::varchar as part
from missed_administration
where is_sure and is_beside_visit
