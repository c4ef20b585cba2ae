-- One row per encounter with an injectable drug: its one drug, or 'several' (meanings 29).
select
    priced.encounter_no,
    case when count(distinct line.code_now) = 1 then min(line.code_now) else 'several' end as drug,
    case when count(distinct line.code_now) = 1 then min(priced.drug_family) end as drug_family
from line_fact as line
inner join line_priced as priced on line.line_no = priced.line_no
where priced.role = 'drug' and priced.is_injectable and not line.is_voided and not line.is_withdrawn
group by priced.encounter_no
