-- One row per denied line of this category.
-- title: Place of service
-- kind: leak
-- why: Payers do not pay the practice for 96372 in a facility.
-- fix: Check where the injection was given: a wrong place is corrected, a facility is accepted.
-- source: A7; PC/TC indicator 5 and facility NA of RVU25D; reason codes 5, 58, 171
-- class: category
-- side: coding
-- preventable: H
-- recoverable: N
-- judged: code
-- deadline: reopening
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category = 'place_of_service'
