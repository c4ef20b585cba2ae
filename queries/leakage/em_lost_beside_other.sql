-- One row per office visit denied beside its paid injection and another paid service that can take it, too.
-- title: Visit lost beside another service
-- kind: leak
-- why: Beside the injection another service of the same provider was paid that day whose own edit, global period or,
--     at a payer other than Medicare, policy takes the visit: the injection is not the only cause. Modifier 25
--     reports a visit apart from a minor procedure or another service, 59 never does.
-- fix: See what else was done that day. Review whether the record supports a visit apart from it, or (modifier 57)
--     the visit that made the decision for a major surgery; correct the claim only if it does, otherwise accept.
-- source: A6, A7, A17; NCCI practitioner edits of 2024-07-01; global periods of the 2026 fee file
-- class: em_lost_beside_other
-- side: coding
-- preventable: H
-- recoverable: M
-- judged: rule
-- deadline: reopening
select
    line_no,
    part
from leak_part
where part = 'whole' and em_loss_cause = 'beside_other'
