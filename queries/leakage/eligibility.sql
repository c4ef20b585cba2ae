-- One row per denied line of this category.
-- title: Eligibility
-- kind: leak
-- why: The patient was not covered by this plan that day, or is not known to it.
-- fix: Check the cover of that day; bill the plan that covered the patient within its limit.
-- source: A23; reason codes 26, 27, 31
-- class: category
-- side: front_desk
-- preventable: H
-- recoverable: M
-- judged: code
-- deadline: refile
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category = 'eligibility'
