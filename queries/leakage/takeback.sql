-- One row per line paid once and taken back.
-- title: Taken back after payment
-- kind: leak
-- why: The payer paid, reversed the payment and denied the line, passed it on, or sent no correction in its usual
--     time.
-- fix: Read the reason given for the takeback; appeal with the record if it supports what was billed, otherwise
--     accept.
-- source: A27
-- class: takeback
-- side: payer
-- preventable: M
-- recoverable: M
-- judged: rule
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'whole' and state in ('taken_back', 'awaiting_correction')
