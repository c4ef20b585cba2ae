-- One row per day of denial, payer and days until the denial came back: what the build before counted.
select *
from kept_resolution_hist
