-- One row per quarter, payer, code, kind of provider, place and price per unit: what the build before counted.
select *
from kept_price_hist
