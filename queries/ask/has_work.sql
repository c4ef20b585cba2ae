-- One row per id that a mark on these ids counts for: a line, one that is worked with it, or an encounter never billed.
select line_id as work_id
from line
where list_contains($work_ids::varchar[], line_id)
union
select alike.line_id as work_id
from work_row as one
inner join work_row as alike on one.root_line_id = alike.root_line_id
where list_contains($work_ids::varchar[], one.line_id)
union
select encounter_id as work_id
from leak
where list_contains($work_ids::varchar[], encounter_id) and line_id is null
