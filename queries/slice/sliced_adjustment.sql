-- One row per adjustment, what the build reads of it, with the slice of its patient's family.
select
    adjustment.remit_claim_id,
    adjustment.remit_line_id,
    adjustment.position,
    adjustment."group",
    adjustment.reason,
    adjustment.amount,
    adjustment.is_repeated,
    place.slice
from adjustment
inner join remit_place as place on adjustment.remit_claim_id = place.remit_claim_id
