-- One row per billing group and drug with 20 lines: the units it bills most often, ties to the lower (meanings 33).
select
    billing_npi,
    code,
    arg_max(units, (lines, -units)) as units
from drug_unit_hist
group by billing_npi, code
having sum(lines) >= enough_alike()
