-- One row per denied line of this category.
-- title: Modifier
-- kind: leak
-- why: The payer misses a modifier, or holds that those sent do not fit.
-- fix: Compare the modifiers sent with the record made that day; correct only what the record supports.
-- source: A23, B14; reason code 4, code 16 with N519, N822, N823
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
where part = 'whole' and state = 'denied' and category = 'modifier'
