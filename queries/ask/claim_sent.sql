-- One row per line of every submission of a claim, under all its numbers, in the order sent; copies are left out.
with own as (
    select line_id
    from line
    where upper(claim_id) = upper($claim)
    union
    select line_id
    from event
    where upper(claim_id) = upper($claim)
),

number as (
    select upper($claim) as claim_id
    union
    -- Asked for by the number of a correction, the claim that it replaces has another one.
    select upper(remit.claim_id) as claim_id
    from claim_line as correction
    inner join remit_claim as remit on correction.original_reference = remit.payer_claim_id
    where upper(correction.claim_id) = upper($claim) and correction.frequency_code in ('7', '8')
    union
    select upper(line.claim_id) as claim_id
    from line
    inner join own on line.line_id = own.line_id
    union
    select upper(event.claim_id) as claim_id
    from event
    inner join own on event.line_id = own.line_id
),

-- A corrected claim may have a number of its own: it names the payer's number of the claim that it replaces.
replaced as (
    select distinct remit.payer_claim_id
    from remit_claim as remit
    inner join number on upper(remit.claim_id) = number.claim_id
    where remit.payer_claim_id is not null
)

select
    claim_key,
    submitted_date,
    frequency_code,
    payer_source_name as payer_name,
    line_number::bigint as line_number,
    code,
    array_to_string(modifiers, ' ')::varchar as modifiers,
    (charge * 100)::bigint as charge_cents,
    (claim_charge * 100)::bigint as claim_cents,
    source_sha,
    source_position::bigint as source_position
from claim_line
where
    duplicate_of is null
    and (
        upper(claim_id) in (select number.claim_id from number)
        or (frequency_code in ('7', '8') and original_reference in (select replaced.payer_claim_id from replaced))
    )
order by submitted_date, source_sha, source_position, line_number
