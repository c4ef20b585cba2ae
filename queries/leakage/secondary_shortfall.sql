-- One row per line that the second payer did not fill up.
-- title: Left by the second payer
-- kind: leak
-- why: The second payer allows less than the first did; it pays up to the lesser of the two.
-- fix: Accept; check that the second payer was sent the first one's answer.
-- source: A22; coordination of benefits, lesser of
-- class: secondary_shortfall
-- side: payer
-- preventable: L
-- recoverable: N
-- judged: rule
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'secondary'
