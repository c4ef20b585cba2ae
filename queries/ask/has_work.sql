-- One row per id that a mark on these ids counts for: a line, one that is worked with it, or an encounter never billed.
with asked as (
    select unnest($work_ids::varchar[]) as work_id
),

alike as (
    select distinct one.root_line_id
    from work_row as one
    semi join asked on one.line_id = asked.work_id
)

select line.line_id as work_id
from line
semi join asked on line.line_id = asked.work_id
union
select one.line_id as work_id
from work_row as one
semi join alike on one.root_line_id = alike.root_line_id
union
select leak.encounter_id as work_id
from leak
semi join asked on leak.encounter_id = asked.work_id
where leak.line_id is null
