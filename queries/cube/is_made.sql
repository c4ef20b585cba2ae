-- One row if the cubes of a definition of denied and a day are made.
select definition
from cube_made
where definition = $definition and as_of is not distinct from $as_of::date
