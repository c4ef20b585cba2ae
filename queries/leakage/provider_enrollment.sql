-- One row per denied line of this category.
-- title: Provider or supervision
-- kind: leak
-- why: The payer does not accept who gave or supervised the service.
-- fix: Check rendering and supervising provider against the record and their enrolment; correct only what is
--     wrong.
-- source: A5, A16, A24; 42 CFR 410.26; reason codes B7, 185, 170; N570
-- class: category
-- side: billing
-- preventable: H
-- recoverable: M
-- judged: code
-- deadline: reopening
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category in ('provider_enrollment', 'furnished_by_other')
