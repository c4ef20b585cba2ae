-- One row per denied line of this category.
-- title: Missing information
-- kind: leak
-- why: The payer could not process the line as it was sent.
-- fix: Read the remark for what is missing, complete it from the record and send a new claim: there is no appeal
--     of an unprocessed one.
-- source: A29; reason code 16 with MA130, M119, M123
-- class: category
-- side: billing
-- preventable: H
-- recoverable: H
-- judged: code
-- deadline: refile
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category = 'missing_information'
