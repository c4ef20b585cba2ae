-- One row per line of the leak ledger.
select *
from ledger
