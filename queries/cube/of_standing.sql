-- One row per first-answered 96372 line with a standing denial, gathered when the cubes were made.
select *
from standing_line
