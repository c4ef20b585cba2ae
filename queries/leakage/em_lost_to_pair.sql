-- One row per office visit denied while its injection is paid, and nothing else of the day can have taken it.
-- title: Visit lost to the injection
-- kind: leak
-- why: In Medicare's edits the office visit is column two under 96372: the visit is denied and the injection is
--     paid. Nothing else that was paid that day takes a visit. Modifier 25 reports a separately identifiable visit,
--     59 never does.
-- fix: Review whether the record made that day supports a separately identifiable visit apart from the injection;
--     correct the claim only if it does, otherwise accept.
-- source: A6, A7, A17, A18, B2, B8, B14; NCCI practitioner edits of 2024-07-01, indicator 1
-- class: em_lost_to_pair
-- side: coding
-- preventable: H
-- recoverable: M
-- judged: rule
-- deadline: reopening
select
    line_no,
    part
from leak_part
where part = 'whole' and em_loss_cause = 'sole'
