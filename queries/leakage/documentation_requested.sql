-- One row per denied line of this category.
-- title: Record asked for
-- kind: leak
-- why: The payer wants the record before it pays.
-- fix: Send the record of that day inside the payer's limit.
-- source: A13, A14, A23; reason codes 252, 226, 163; M127, N706
-- class: category
-- side: documentation
-- preventable: M
-- recoverable: H
-- judged: code
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied' and category in ('documentation_requested', 'documentation', 'order_missing')
