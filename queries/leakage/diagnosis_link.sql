-- One row per denied line of this category.
-- title: Diagnosis link
-- kind: leak
-- why: The diagnosis that the line points to does not go with it, or is not valid.
-- fix: Compare the pointers of the injection and the drug with the record; correct only what the record supports.
-- source: A10, A11, A23, B7; reason codes 11, 146, 167
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
where part = 'whole' and state = 'denied' and category = 'diagnosis_link'
