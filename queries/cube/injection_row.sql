-- One row per 96372 line.
select *
from injection
