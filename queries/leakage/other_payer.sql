-- One row per line that another payer owes.
-- title: Another payer owes it
-- kind: leak
-- why: The payer passed the line on or holds another plan responsible, and no other plan has answered.
-- fix: Find the plan that covered the patient that day and bill it within its own filing limit.
-- source: A26; reason codes of class routed (22, 109, 24, B11, 19 to 21)
-- class: other_payer
-- side: front_desk
-- preventable: H
-- recoverable: H
-- judged: rule
-- deadline: refile
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'routed'
