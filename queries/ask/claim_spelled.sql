-- One row per way in which a claim number is written.
select claim_id
from line
where upper(claim_id) = upper($claim)
union
select claim_id
from event
where upper(claim_id) = upper($claim)
