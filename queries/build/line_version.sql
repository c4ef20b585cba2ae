-- One row per billed line of every submission: the slot of its claim that it fills, and in which version.
with folded as (
    select * from fold
    union all
    select * from fold_family
),

placed as (
    select
        version.root_id,
        version.version,
        version.frequency_code,
        version.is_secondary,
        version.submitted_date,
        opening.claim_no as first_claim_no,
        coalesce(folded.base_line, case when version.version = 1 then line.line_number end) as base_line,
        line.claim_no,
        line.line_number,
        line.code,
        line.service_date,
        line.slot_id as own_slot,
        row_number() over (
            partition by line.claim_no, line.code, line.service_date, folded.base_line is null
            order by line.line_number
        ) as nth_added
    from claim_version as version
    inner join submitted_line as line on version.claim_no = line.claim_no
    inner join claim_version as opening on version.root_id = opening.root_id and opening.version = 1
    left join folded on line.claim_no = folded.claim_no and line.line_number = folded.line_number
    where version.versions > 1
),

-- The same added line on several versions is one slot: named by the first version that has it.
added as (
    select
        own_slot,
        min(own_slot) over (partition by root_id, code, service_date, nth_added) as slot_id
    from placed
    where base_line is null
)

select
    version.root_id,
    version.version,
    version.versions,
    line.slot_id,
    line.slot_id as own_slot,
    line.claim_no,
    line.line_number,
    version.frequency_code,
    version.is_secondary,
    version.submitted_date,
    false as is_added
from claim_version as version
inner join submitted_line as line on version.claim_no = line.claim_no
where version.versions = 1
union all
select
    placed.root_id,
    placed.version,
    2 as versions,
    coalesce(added.slot_id, slot_of(placed.first_claim_no, placed.base_line)) as slot_id,
    placed.own_slot,
    placed.claim_no,
    placed.line_number,
    placed.frequency_code,
    placed.is_secondary,
    placed.submitted_date,
    placed.base_line is null and placed.frequency_code = '7' as is_added
from placed
left join added on placed.own_slot = added.own_slot
