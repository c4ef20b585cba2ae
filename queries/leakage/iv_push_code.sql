-- One row per injection or push whose drug goes the other way.
-- title: Code choice: injection or intravenous push
-- kind: flag
-- why: 96372 stands beside drugs that only go into a vein, or 96374 beside drugs that only go under the skin or
--     into a muscle.
-- fix: Compare the route on record with the code; the code follows the record.
-- source: A1, B1, B16; drug routes of drug.csv (from memory, unverified)
-- side: coding
-- unverified: yes
with route as (
    select
        code,
        bool_and(list_has_all(['IM', 'SC'], string_split(routes, '|'))) as is_needle_only,
        bool_and(routes = 'IV') as is_vein_only
    from drug
    where routes is not null
    group by code
),

given as (
    select
        line.encounter_no,
        bool_and(coalesce(route.is_needle_only, false)) as is_needle_only,
        bool_and(coalesce(route.is_vein_only, false)) as is_vein_only
    from day_line as line
    left join route on line.code = route.code
    where line.role = 'drug'
    group by line.encounter_no
)

select
    line.line_no,
    null::varchar as part
from day_line as line
inner join given on line.encounter_no = given.encounter_no
where (line.role = 'injection' and given.is_vein_only) or (line.code = '96374' and given.is_needle_only)
