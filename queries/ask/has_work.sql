-- One row if a mark can be set on this id: a line, or an encounter whose administration was never billed.
select line_id as work_id
from line
where line_id = $work_id
union
select encounter_id as work_id
from leak
where encounter_id = $work_id and line_id is null
