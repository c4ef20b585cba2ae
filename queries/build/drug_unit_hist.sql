-- One row per billing group, drug and units on a line, over all lines: how many of them.
select
    billing_npi,
    code,
    units,
    sum(lines)::bigint as lines
from drug_unit_row
group by billing_npi, code, units
having sum(lines) > 0
