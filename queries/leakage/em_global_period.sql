-- One row per office visit denied beside its paid injection with remark M144.
-- title: Visit inside a global period
-- kind: leak
-- why: Remark M144: the payer counts the visit as care before or after a surgery that it has paid for. Modifier 24
--     reports a visit that has nothing to do with that surgery; 25 alone does not, and 59 never does.
-- fix: Was there surgery in the last 10 or 90 days? Review whether the record shows a visit that had nothing to do
--     with it (modifier 24); correct the claim only if it does, otherwise accept.
-- source: A17, A23; remark M144; NCCI policy manual, chapter I
-- class: em_global_period
-- side: coding
-- preventable: H
-- recoverable: M
-- judged: rule
-- deadline: reopening
select
    line_no,
    part
from leak_part
where part = 'whole' and em_loss_cause = 'global'
