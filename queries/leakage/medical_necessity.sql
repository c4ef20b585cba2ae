-- One row per denied line of this category.
-- title: Medical necessity
-- kind: leak
-- why: The payer does not see why the service was needed.
-- fix: Read the payer's policy for the drug; appeal with the record where it shows the need, otherwise accept.
-- source: A4, A12, A23, B7, B12; reason code 50 with N115, N386
-- class: category
-- side: documentation
-- preventable: M
-- recoverable: M
-- judged: code
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category = 'medical_necessity'
