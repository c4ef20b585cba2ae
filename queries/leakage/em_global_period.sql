-- One row per office visit denied beside its paid injection with remark M144.
-- title: Visit inside a global period
-- kind: leak
-- why: Remark M144: the payer counts the visit as care before or after a surgery that it has paid for.
-- fix: Was there surgery in the last 10 or 90 days? Where the record shows that the visit had nothing to do with it
--     (modifier 24 reports that, never 59), correct the claim; otherwise accept.
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
