-- One row per denied line of this category.
-- title: Bundled into another service
-- kind: leak
-- why: The payer holds that the line is part of a service already paid.
-- fix: Review whether the record supports a separate service, drug or site; correct only if it does, otherwise
--     accept.
-- source: A7, A8, A9, A24, B2, B15; reason codes 97, 231, 234
-- class: category
-- side: coding
-- preventable: M
-- recoverable: M
-- judged: code
-- deadline: reopening
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category = 'bundled'
