-- One row per injection that may be a vaccination, or vaccination that may be an injection of a drug.
-- title: Code choice: vaccination
-- kind: flag
-- why: Vaccines have administration codes of their own: 96372 stands beside a vaccine and no other drug was billed, or
--     90471 and 90472 stand beside a drug and no vaccine was billed.
-- fix: See in the record what was injected; the code follows the record.
-- source: B1; vaccine codes 90460 to 90474, 90476 to 90759, 91300 to 91322, G0008 to G0010
-- side: coding
-- unverified: yes
with visit_day as (
    select
        encounter_no,
        bool_or(role = 'injection') as has_injection,
        bool_or(role = 'drug') as has_drug,
        bool_or(coalesce(
            code in ('G0008', 'G0009', 'G0010') or try_cast(code as integer) between 90460 and 90474, false
        )) as has_vaccination,
        bool_or(coalesce(
            try_cast(code as integer) between 90476 and 90759 or try_cast(code as integer) between 91300 and 91322,
            false
        )) as has_vaccine
    from day_line
    group by encounter_no
)

select
    line.line_no,
    null::varchar as part
from day_line as line
inner join visit_day on line.encounter_no = visit_day.encounter_no
where
    (
        line.role = 'injection' and not visit_day.has_drug
        and (visit_day.has_vaccine or visit_day.has_vaccination)
    )
    or (
        line.code in ('90471', '90472') and visit_day.has_drug
        and not visit_day.has_vaccine and not visit_day.has_injection
    )
