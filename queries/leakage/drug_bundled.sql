-- One row per drug line denied into another service.
-- title: Drug bundled into the visit
-- kind: leak
-- why: The payer holds that the drug is part of a service already paid that day.
-- fix: Read the payer's drug policy; ask for reprocessing if the policy pays the drug apart, otherwise accept.
-- source: B11
-- class: category
-- side: payer
-- preventable: M
-- recoverable: M
-- judged: rule
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and role = 'drug' and category in ('bundled', 'ncci_pair')
