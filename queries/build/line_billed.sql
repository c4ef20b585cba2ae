-- One row per line that was billed: which billed lines say what was first and what was last billed.
with several as (
    select line_no
    from line_slot
    group by line_no
    having count(*) > 1
    union
    select slot.line_no
    from line_slot as slot
    inner join line_version as version on slot.slot_id = version.slot_id
    where version.versions > 1
),

placed as (
    select
        slot.line_no,
        slot.slot_id = slot.line_no as is_first_slot,
        slot.is_voided,
        slot.is_withdrawn,
        slot.added_by_correction,
        version.is_secondary,
        version.submitted_date,
        version.version,
        version.frequency_code,
        version.own_slot,
        row_number() over (
            partition by slot.line_no
            order by
                slot.slot_id != slot.line_no, version.is_secondary, version.submitted_date, version.version,
                version.own_slot
        ) as opening,
        row_number() over (
            partition by slot.line_no
            order by version.is_secondary, version.submitted_date desc, version.version desc, version.own_slot desc
        ) as closing
    from line_slot as slot
    semi join several on slot.line_no = several.line_no
    inner join line_version as version on slot.slot_id = version.slot_id
)

select
    slot.line_no,
    slot.slot_id as first_line,
    slot.slot_id as last_line,
    slot.root_id,
    slot.added_by_correction,
    slot.is_voided,
    slot.is_withdrawn,
    null::date as corrected_date,
    null::date as resubmitted_date
from line_slot as slot
anti join several on slot.line_no = several.line_no
union all
select
    placed.line_no,
    any_value(placed.own_slot) filter (where placed.opening = 1) as first_line,
    any_value(placed.own_slot) filter (where placed.closing = 1) as last_line,
    any_value(slot.root_id) as root_id,
    bool_or(placed.added_by_correction) as added_by_correction,
    bool_or(placed.is_voided) filter (where placed.closing = 1) as is_voided,
    bool_or(placed.is_withdrawn) filter (where placed.closing = 1) as is_withdrawn,
    max(placed.submitted_date) filter (where placed.frequency_code = '7') as corrected_date,
    max(placed.submitted_date) filter (where not placed.is_first_slot) as resubmitted_date
from placed
inner join line_slot as slot on placed.line_no = slot.slot_id
group by placed.line_no
