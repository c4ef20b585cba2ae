-- One row per service line of a claim, and per other line of the same encounters: where it stands now.
with own as (
    select line_id
    from line
    where upper(claim_id) = upper($claim)
    union
    select line_id
    from event
    where upper(claim_id) = upper($claim)
    union
    -- The number of a correction that no payer has answered yet.
    select line.line_id
    from claim_line as correction
    inner join remit_claim as remit on correction.original_reference = remit.payer_claim_id
    inner join line on upper(remit.claim_id) = upper(line.claim_id)
    where upper(correction.claim_id) = upper($claim) and correction.frequency_code in ('7', '8')
),

visit as (
    select distinct line.encounter_id
    from line
    inner join own on line.line_id = own.line_id
)

select
    line.line_id,
    line.claim_id,
    line.line_number::bigint as line_number,
    line.role,
    line.code,
    array_to_string(line.modifiers, ' ')::varchar as modifiers,
    line.service_date,
    line.submitted_date,
    line.payer_name,
    line.state,
    coalesce(line.open_category, 'none')::varchar as category,
    (line.charge * 100)::bigint as charge_cents,
    (line.paid * 100)::bigint as paid_cents,
    (line.patient_share * 100)::bigint as patient_share_cents,
    (line.open_denial * 100)::bigint as open_denial_cents,
    (line.expected * 100)::bigint as expected_cents,
    own.line_id is not null as is_own
from line
left join own on line.line_id = own.line_id
where own.line_id is not null or line.encounter_id in (select visit.encounter_id from visit)
order by is_own desc, line.claim_id, line.line_number, line.line_id
