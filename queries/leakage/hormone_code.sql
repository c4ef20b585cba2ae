-- One row per injection whose drug usually has the other administration code.
-- title: Code choice: hormonal antineoplastic
-- kind: flag
-- why: Hormonal antineoplastics usually go with 96402, other hormones with 96372; the drug of that day usually has
--     the other one.
-- fix: Compare drug, reason and code with the record; the code follows the record.
-- source: B6; usual administration codes of drug.csv (from memory, unverified)
-- side: coding
-- unverified: yes
with usual as (
    select distinct
        code,
        usual_administration
    from drug
    where usual_administration is not null
),

given as (
    select
        line.encounter_no,
        bool_and(list_contains(string_split(usual.usual_administration, '|'), '96372')) as all_96372,
        bool_and(not list_contains(string_split(usual.usual_administration, '|'), '96372')) as none_96372,
        bool_or(list_contains(string_split(usual.usual_administration, '|'), '96402')) as any_96402
    from day_line as line
    inner join usual on line.code = usual.code
    where line.role = 'drug'
    group by line.encounter_no
)

select
    line.line_no,
    null::varchar as part
from day_line as line
inner join given on line.encounter_no = given.encounter_no
where
    (line.role = 'injection' and given.none_96372 and given.any_96402)
    or (line.code = '96402' and given.all_96372 and not given.any_96402)
