-- One row per billed line of a claim, all its versions folded: its first and last version, voided or withdrawn.
with span as (
    select
        slot_id,
        any_value(root_id) as root_id,
        min(version) as first_version,
        arg_min(own_slot, version) as first_slot_line,
        coalesce(max(version) filter (where not is_secondary), min(version)) as last_version,
        bool_or(is_added) and not bool_or(version = 1) as added_by_correction
    from line_version
    where versions > 1
    group by slot_id
),

closing as (
    select
        root_id,
        max(version) filter (where frequency_code = '7' and not is_secondary) as last_replacement,
        max(version) filter (where frequency_code = '8') as last_void,
        max(version) filter (where frequency_code not in ('7', '8') and not is_secondary) as last_original
    from claim_version
    where versions > 1
    group by root_id
),

several as (
    select
        span.slot_id,
        span.root_id,
        span.first_slot_line,
        line.own_slot as last_slot_line,
        span.added_by_correction,
        coalesce(
            closing.last_void > greatest(coalesce(closing.last_replacement, 0), coalesce(closing.last_original, 0)),
            false
        ) as is_voided,
        coalesce(closing.last_replacement > span.last_version, false) as is_withdrawn
    from span
    inner join line_version as line on span.slot_id = line.slot_id and span.last_version = line.version
    left join closing on span.root_id = closing.root_id
)

select
    slot_id,
    root_id,
    own_slot as first_slot_line,
    own_slot as last_slot_line,
    false as added_by_correction,
    frequency_code = '8' as is_voided,
    false as is_withdrawn
from line_version
where versions = 1
union all
select * from several
