-- One row per denied line of this category.
-- title: Code not valid
-- kind: leak
-- why: A code that was not valid on that day.
-- fix: Check the code against its dates and the record; correct only what the record supports.
-- source: A29, B4; reason codes 181, 189; HCPCS dates of drug.csv
-- class: category
-- side: coding
-- preventable: H
-- recoverable: H
-- judged: code
-- deadline: refile
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category = 'invalid_code'
