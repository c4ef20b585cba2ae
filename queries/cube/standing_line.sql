-- One row per first-answered 96372 line with a standing denial, one in twenty of all.
select *
from injection
where answered_initial and denied_open
