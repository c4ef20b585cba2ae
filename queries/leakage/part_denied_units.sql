-- One row per line paid in part, some units denied.
-- title: Some units denied
-- kind: leak
-- why: The payer paid some of the units and denied the others.
-- fix: Compare the units with the dose and the number of injections on record; appeal with the record if it
--     supports them, otherwise accept.
-- source: B10, B13; MUE of 2024-07-01: 4 a day for 96372
-- class: part_denied_units
-- side: coding
-- preventable: H
-- recoverable: M
-- judged: rule
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'cut'
