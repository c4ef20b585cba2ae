-- Words shared by the incremental build: what families are found by, as integers. Two things of one number would only
-- make a family larger than it is.
create or replace macro claim_of(number) as
hash(coalesce(control_of(number), ''));

create or replace macro visit_of(patient, day) as
hash(patient, day);
