-- One row per way in which a billed line was written in any version of its claim: what a remittance may answer.
select
    root_id,
    slot_id,
    line_control,
    code,
    modifier_text,
    service_date,
    charge,
    min((version, line_number)) as place
from line_version
group by all
