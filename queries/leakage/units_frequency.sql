-- One row per denied line of this category.
-- title: Units or frequency
-- kind: leak
-- why: More units, or more often, than the payer accepts.
-- fix: Compare the units with the dose and the number of injections on record; correct only if they differ, appeal
--     with the record if they do not.
-- source: A29, B10, B13; MUE of 2024-07-01: 4 a day for 96372
-- class: category
-- side: coding
-- preventable: H
-- recoverable: M
-- judged: code
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category = 'units_frequency'
