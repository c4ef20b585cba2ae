-- One row per injection whose diagnoses are all symptoms.
-- title: Vague diagnosis
-- kind: flag
-- why: Every diagnosis of the injection is a symptom or sign (ICD-10 chapter R), and none is usual for the day's
--     drug.
-- fix: See whether the record names what was treated; correct only if it does.
-- source: A11
-- side: coding
-- unverified: yes
with pointed as (
    select
        line_no,
        encounter_no,
        unnest(diagnoses) as diagnosis
    from day_line
    where role = 'injection'
),

vague as (
    select
        line_no,
        encounter_no
    from pointed
    group by line_no, encounter_no
    having bool_and(starts_with(diagnosis, 'R'))
),

usual as (
    select distinct vague.line_no
    from vague
    inner join day_line as given on vague.encounter_no = given.encounter_no and given.role = 'drug'
    inner join pointed on vague.line_no = pointed.line_no
    inner join drug_diagnosis as listed
        on given.code = listed.drug and starts_with(pointed.diagnosis, listed.icd10_prefix)
)

select
    vague.line_no,
    null::varchar as part
from vague
anti join usual on vague.line_no = usual.line_no
