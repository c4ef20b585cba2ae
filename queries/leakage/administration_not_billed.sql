-- One row per drug line whose administration was not billed.
-- title: Drug given, administration not billed
-- kind: leak
-- why: A drug that only goes under the skin or into a muscle was billed, and no administration that day.
-- fix: Look in the record whether the injection was given; bill only if the record shows it was given and the
--     filing limit allows.
-- source: A2, B3; drug routes of drug.csv (from memory, unverified)
-- class: administration_not_billed
-- side: billing
-- preventable: H
-- recoverable: M
-- judged: rule
-- deadline: refile
select
    line_no,
    part
from leak_part
where part = 'missed'
