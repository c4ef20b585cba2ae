-- One row per thing told of a payer or a group: what the build before counted.
select *
from kept_tally
