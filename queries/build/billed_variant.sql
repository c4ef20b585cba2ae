-- One row per way in which a billed line was written in any version of its claim: what a remittance may answer.
select
    version.root_id,
    version.slot_id,
    line.line_control,
    line.code,
    line.modifier_text,
    line.service_date,
    line.charge,
    line.line_number as place
from line_version as version
inner join submitted_line as line on version.own_slot = line.slot_id
where version.versions = 1
union all
select
    version.root_id,
    version.slot_id,
    line.line_control,
    line.code,
    line.modifier_text,
    line.service_date,
    line.charge,
    min(version.version * 1024 + line.line_number) as place
from line_version as version
inner join submitted_line as line on version.own_slot = line.slot_id
where version.versions > 1
group by all
