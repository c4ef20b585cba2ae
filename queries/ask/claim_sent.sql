-- One row per line of some submissions, in the order sent; copies are left out.
select
    claim_key,
    submitted_date,
    frequency_code,
    inert_name(payer_source_name) as payer_name,
    line_number::bigint as line_number,
    code,
    array_to_string(modifiers, ' ')::varchar as modifiers,
    (charge * 100)::bigint as charge_cents,
    (claim_charge * 100)::bigint as claim_cents,
    source_sha,
    source_position::bigint as source_position
from claim_line
where
    -- Submissions lie by claim number and load.
    claim_id = any($numbers::varchar[])
    and source_sha = any($loads::varchar[])
    and claim_key = any($keys::varchar[])
    and duplicate_of is null
order by submitted_date, source_sha, source_position, line_number
