-- One row per drug code that has a family: the family whose codes may take its place on a corrected claim (meanings 9).
select
    code,
    min(drug_family) as drug_family
from drug
where drug_family is not null
group by code
