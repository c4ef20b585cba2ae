-- One row per line paid under another code.
-- title: Paid under another code
-- kind: leak
-- why: The payer paid a code other than the one billed, for less.
-- fix: Compare the record with the code billed; appeal with the record if it supports that code, otherwise accept.
-- source: A28
-- class: recoded
-- side: payer
-- preventable: L
-- recoverable: M
-- judged: rule
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'short' and code_paid != code
