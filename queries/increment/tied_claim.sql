-- One row per claim number in the store.
select distinct claim_no
from tie
