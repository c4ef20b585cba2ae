-- One row per denied line of this category.
-- title: Not covered
-- kind: leak
-- why: The plan does not cover the drug or its administration.
-- fix: Check the plan and the list of self-administered drugs for that date; otherwise accept.
-- source: B15; reason codes 96, 204; Benefit Policy Manual chapter 15 section 50.2
-- class: category
-- side: payer
-- preventable: M
-- recoverable: L
-- judged: code
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category = 'non_covered'
