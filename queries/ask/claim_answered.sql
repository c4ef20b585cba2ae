-- One row per service line that was answered under a claim number.
select distinct line_id
from event
where upper(claim_id) = upper($claim)
