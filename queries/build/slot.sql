-- One row per billed line of a claim, all its versions folded: what was first billed and what was last billed.
with span as (
    select
        slot_id,
        any_value(root_id) as root_id,
        min(version) as first_version,
        max(version) filter (where not is_secondary) as last_version,
        bool_or(is_added) and not bool_or(version = 1) as added_by_correction
    from line_version
    group by slot_id
),

closing as (
    select
        root_id,
        max(version) filter (where frequency_code = '7' and not is_secondary) as last_replacement,
        max(version) filter (where frequency_code = '8') as last_void,
        max(version) filter (where frequency_code not in ('7', '8') and not is_secondary) as last_original
    from claim_version
    where versions > 1 or frequency_code = '8'
    group by root_id
)

select
    span.slot_id,
    span.root_id,
    span.added_by_correction,
    span.first_version,
    coalesce(span.last_version, span.first_version) as last_version,
    coalesce(
        closing.last_void > greatest(coalesce(closing.last_replacement, 0), coalesce(closing.last_original, 0)), false
    ) as is_voided,
    coalesce(closing.last_replacement > coalesce(span.last_version, span.first_version), false) as is_withdrawn
from span
left join closing on span.root_id = closing.root_id
