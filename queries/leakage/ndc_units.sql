-- One row per drug line whose units are not those of its NDC and quantity.
-- title: Units and NDC do not agree
-- kind: flag
-- why: The NDC and its quantity stand for other billing units than were billed (a started unit counts as a whole one,
--     and what was thrown away may stand on a line of its own).
-- fix: Compare product, quantity and units with the record; correct only what differs.
-- source: A29, B4, B13; CMS NDC-HCPCS crosswalk of 2025 Q4
-- side: billing
with billed as (
    select
        line_no,
        units,
        units_by_ndc,
        sum(units) over (partition by encounter_no, payer_id, code) as day_units
    from day_line
    where role = 'drug'
)

select
    line_no,
    null::varchar as part
from billed
where units not in (units_by_ndc, ceil(units_by_ndc)) and day_units not in (units_by_ndc, ceil(units_by_ndc))
