-- One row per billed line of a distinct submission, with the slice of its patient's family.
select
    line.*,
    slice_of(line.patient_key, family.family) as slice
from submitted_line as line
left join family on hash(line.patient_key) = family.patient
