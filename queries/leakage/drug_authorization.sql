-- One row per drug line denied for want of authorization.
-- title: Drug not authorized
-- kind: leak
-- why: The drug needed an authorization; its administration often falls with it.
-- fix: Look for an authorization that covers the day and send it; ask for a retroactive one where the payer allows
--     it.
-- source: A21; reason codes 197, 198, 210, 284
-- class: category
-- side: front_desk
-- preventable: H
-- recoverable: M
-- judged: rule
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and role = 'drug' and category = 'authorization'
