-- One row per denied line of this category.
-- title: Authorization
-- kind: leak
-- why: The service needed an authorization; most often it is the drug that did.
-- fix: Look for an authorization that covers the day and send it; ask for a retroactive one where the payer allows
--     it.
-- source: A21; reason codes 197, 198, 210, 284
-- class: category
-- side: front_desk
-- preventable: H
-- recoverable: M
-- judged: code
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category = 'authorization'
