-- One row per payer: what the build before counted.
select *
from kept_answered_claim
