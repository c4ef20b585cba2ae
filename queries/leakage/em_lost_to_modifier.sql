-- One row per office visit sent with 59 or X{EPSU} and denied beside its paid injection.
-- title: Visit with a modifier for procedures
-- kind: leak
-- why: The visit was sent with 59, XE, XP, XS or XU. They tell procedures apart and never belong on a visit; 25, 57
--     and 24 are the visit's own, each for a reason that the record must show.
-- fix: Find out why visits leave with a procedure's modifier, and stop it. Review whether the record supports a visit
--     apart from what else was done; correct the claim only if it does, otherwise accept.
-- source: A23, B14; NCCI policy manual, chapter I
-- class: modifier
-- side: coding
-- preventable: H
-- recoverable: M
-- judged: rule
-- deadline: reopening
select
    line_no,
    part
from leak_part
where part = 'whole' and em_loss_cause = 'modifier'
