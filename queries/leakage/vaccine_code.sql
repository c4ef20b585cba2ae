-- One row per injection that may be a vaccination.
-- title: Code choice: vaccination
-- kind: flag
-- why: Vaccines have administration codes of their own; 96372 stands beside a vaccine, and no other drug was
--     billed.
-- fix: See in the record what was injected; the code follows the record.
-- source: B1; codes 90460 to 90474, 90476 to 90759, G0008 to G0010
-- side: coding
-- unverified: yes
with vaccine as (
    select distinct encounter_no
    from day_line
    where code in ('G0008', 'G0009', 'G0010') or try_cast(code as integer) between 90460 and 90759
),

given as (
    select encounter_no
    from day_line
    where role = 'drug'
)

select
    line.line_no,
    null::varchar as part
from day_line as line
semi join vaccine on line.encounter_no = vaccine.encounter_no
anti join given on line.encounter_no = given.encounter_no
where line.role = 'injection'
