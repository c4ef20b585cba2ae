-- One row per visit that bears a modifier of procedures.
-- title: Modifier 59 on a visit
-- kind: flag
-- why: 59, XE, XP, XS and XU set procedures apart; they are never right on a visit, and no edit accepts them there.
-- fix: Review the record of the visit; correct only what the record supports.
-- source: A17, A19, B8; NCCI policy manual, chapter I
-- side: coding
select
    line_no,
    null::varchar as part
from day_line
where role = 'em' and list_has_any(modifiers, ['59', 'XE', 'XP', 'XS', 'XU'])
