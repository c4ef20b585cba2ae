-- One row per office visit paid less because it stands with modifier 25 beside an injection.
-- title: Visit reduced beside the injection
-- kind: leak
-- why: This payer allows at most 80 % for the same visit with modifier 25 beside an injection (medians of two
--     quarters, ten visits of each), or says by code 59 that it cut the visit for several services.
-- fix: Ask the payer for the policy. Most published ones name minor procedures and preventive visits, not an
--     injection alone; dispute the cut where the policy does not carry it.
-- source: A17, A20; reason code 59; payers' published policies on modifier 25
-- class: em_reduced
-- side: payer
-- preventable: L
-- recoverable: M
-- judged: rule
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'short' and em_reduced
