-- One row per number that ties a touched claim to others.
select distinct tie.number
from tie
semi join touched on tie.claim_no = touched.claim_no
