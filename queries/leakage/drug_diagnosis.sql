-- One row per drug line without a diagnosis that is usual for the drug.
-- title: Drug and diagnosis
-- kind: flag
-- why: None of the diagnoses that the drug points to is among those usual for it.
-- fix: Compare the diagnosis with the record; correct only what the record supports.
-- source: A10, A12, B7, B12; drug_diagnosis.csv (mostly from memory, unverified)
-- side: coding
-- unverified: yes
with listed as (
    select distinct drug
    from drug_diagnosis
),

pointed as (
    select
        line.line_no,
        line.code,
        unnest(line.diagnoses) as diagnosis
    from day_line as line
    semi join listed on line.code = listed.drug
    where line.role = 'drug'
)

select
    pointed.line_no,
    null::varchar as part
from pointed
left join drug_diagnosis as usual
    on pointed.code = usual.drug and starts_with(pointed.diagnosis, usual.icd10_prefix)
group by pointed.line_no
having count(usual.drug) = 0
