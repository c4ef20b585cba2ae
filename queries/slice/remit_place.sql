-- One row per claim payment: its number, and the slice of its patient's family.
select
    place_of(load_number.load_no, claim.source_position) as remit_no,
    claim.remit_claim_id,
    slice_of(claim.patient_key, family.family) as slice
from remit_claim as claim
inner join load_number on claim.source_sha = load_number.source_sha
left join family on hash(claim.patient_key) = family.patient
