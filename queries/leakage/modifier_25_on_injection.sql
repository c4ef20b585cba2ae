-- One row per injection that bears the modifier of a visit.
-- title: Modifier 25 on the injection
-- kind: flag
-- why: Modifier 25 belongs to a visit; on 96372 it says nothing, and payers that check deny the line.
-- fix: See how this claim and those like it are made; correct only what the record supports.
-- source: A17, A19, B8, B14; CPT modifier 25 is for evaluation and management services
-- side: coding
select
    line_no,
    null::varchar as part
from day_line
where role = 'injection' and list_contains(modifiers, '25')
