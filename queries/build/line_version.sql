-- One row per billed line of every submission, with the slot of its claim that it fills.
with folded as (
    select * from fold
    union all
    select * from fold_family
),

first_key as (
    select
        root_id,
        claim_key
    from claim_version
    where version = 1
),

placed as (
    select
        version.root_id,
        version.version,
        version.versions,
        version.frequency_code as version_frequency,
        version.is_secondary,
        first_key.claim_key as first_claim_key,
        coalesce(folded.base_line, case when version.version = 1 then line.line_number end) as base_line,
        line.*,
        row_number() over (
            partition by line.claim_key, line.code, line.service_date, folded.base_line is null
            order by line.line_number
        ) as nth_added
    from submitted_line as line
    inner join claim_version as version on line.claim_key = version.claim_key
    inner join first_key on version.root_id = first_key.root_id
    left join folded on line.claim_key = folded.claim_key and line.line_number = folded.line_number
)

select
    *,
    base_line is null and version_frequency = '7' as is_added,
    case
        when base_line is not null then first_claim_key || '#' || base_line::varchar
        else concat_ws('#', first_claim_key, 'added', code, service_date::varchar, nth_added::varchar)
    end as slot_id
from placed
