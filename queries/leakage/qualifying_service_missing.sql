-- One row per denied line of this category.
-- title: Drug line missing or denied
-- kind: leak
-- why: The injection has no payable drug beside it, so it fell, too.
-- fix: Look at the drug of that day: settle its line first, or find who supplied it and record that.
-- source: A25, B9; reason codes B15, 107
-- class: category
-- side: coding
-- preventable: H
-- recoverable: H
-- judged: code
-- deadline: reopening
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category = 'qualifying_service_missing'
