-- One row per denied line of this category.
-- title: Held to be a duplicate
-- kind: leak
-- why: The payer holds the line to be one that it has answered before.
-- fix: Check the record for a second injection; where there was one say so with the record, otherwise accept.
-- source: B10; reason code 18, B13
-- class: category
-- side: billing
-- preventable: H
-- recoverable: L
-- judged: code
-- deadline: reopening
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category = 'duplicate'
