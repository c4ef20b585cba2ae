-- One row per billing group, drug and units on a line: how many lines; what was thrown away is no dose.
select
    billing_npi,
    code,
    units,
    sum(lines)::bigint as lines
from line_known
where role = 'drug' and not is_gone and not is_discarded and billing_npi is not null
group by billing_npi, code, units
