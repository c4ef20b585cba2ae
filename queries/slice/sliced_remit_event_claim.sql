-- One row per claim payment that counts, with the slice of its patient's family.
select
    claim.*,
    place.slice
from remit_event_claim as claim
inner join remit_place as place on claim.remit_no = place.remit_no
