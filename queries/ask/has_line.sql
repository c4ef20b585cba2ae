-- One row per line with this id: there is one or none.
select line_id
from line
where line_id = $line_id
