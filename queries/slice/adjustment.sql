-- One row per adjustment, with the slice of its patient's family.
select
    adjustment.*,
    place.slice
from adjustment
inner join remit_place as place on adjustment.remit_claim_id = place.remit_claim_id
