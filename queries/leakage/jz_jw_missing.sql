-- One row per Medicare line of a single-dose drug that says nothing of the rest of the container.
-- title: Single-dose drug without JZ or JW
-- kind: flag
-- why: For a drug of CMS's single-dose list Medicare wants to know whether any was thrown away: JZ for nothing, JW on
--     a line of its own for the rest. Without either the line comes back unprocessable.
-- fix: See in the record whether any of the container was thrown away; correct only what the record supports.
-- source: A29, B4; CMS JW/JZ policy code list of 2025-06-20, services from 2023-07-01 (one copy, unverified)
-- side: billing
-- unverified: yes
with listed as (
    select distinct code
    from single_dose
    where is_listed
),

told as (
    select
        line.line_no,
        -- The line of what was given bears neither where what was thrown away has its own.
        bool_or(list_has_any(line.modifiers, ['JZ', 'JW'])) over (
            partition by line.encounter_no, line.payer_id, line.code
        ) as is_told
    from day_line as line
    semi join listed on line.code = listed.code
    where
        line.payer_class = 'medicare' and line.role = 'drug' and line.service_date >= date '2023-07-01'
        and coalesce(line.place_of_service, '') not in ('19', '21', '22', '23', '50', '72')
)

select
    line_no,
    null::varchar as part
from told
where not is_told
