-- One row per denied line of this category.
-- title: Edit pair
-- kind: leak
-- why: Two codes of one day that an edit does not pay together.
-- fix: Look which line is column two; review whether the record supports a separate service, drug or site; correct
--     only if it does.
-- source: A6, A7, A8, B2, B15; NCCI practitioner edits of 2024-07-01
-- class: category
-- side: coding
-- preventable: H
-- recoverable: M
-- judged: code
-- deadline: reopening
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category = 'ncci_pair'
