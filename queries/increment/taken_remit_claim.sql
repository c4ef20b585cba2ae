-- One row per claim payment of a touched family.
select claim.*
from now_remit_claim as claim
semi join touched on claim.patient_key = touched.patient_key
