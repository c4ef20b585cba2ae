-- One row per billing group, drug and units on a line: what the build before counted.
select *
from kept_drug_unit_hist
