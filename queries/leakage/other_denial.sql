-- One row per line not paid for any other reason.
-- title: Other denial
-- kind: leak
-- why: The payer denied the line for a reason that no other rule speaks of.
-- fix: Read the reason code and its remarks with the payer's manual; correct or appeal only what the record
--     supports.
-- source: A23
-- class: category
-- side: billing
-- preventable: M
-- recoverable: L
-- judged: code
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'whole'
