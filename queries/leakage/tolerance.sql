-- One row per line short by a little.
-- title: Small differences
-- kind: leak
-- why: Short by no more than $0.50 or 1 %: rounding and small changes.
-- fix: Nothing to do.
-- source: A20; our own tolerance
-- class: tolerance
-- side: payer
-- preventable: L
-- recoverable: N
-- judged: rule
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'short' and is_tolerated
