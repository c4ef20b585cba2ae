-- One row per denied line of this category.
-- title: Filed too late
-- kind: leak
-- why: The claim came after the payer's filing limit.
-- fix: Look for proof that the claim was sent in time; appeal only with it, otherwise accept.
-- source: A23; reason code 29 with N211; Medicare: one calendar year (Noridian)
-- class: category
-- side: billing
-- preventable: H
-- recoverable: L
-- judged: code
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category = 'timely_filing'
