-- One row per service line of a claim, and per other line of the same encounters: where it stands now.
select
    line_id,
    claim_id,
    line_number::bigint as line_number,
    role,
    code,
    array_to_string(modifiers, ' ')::varchar as modifiers,
    service_date,
    submitted_date,
    payer_name,
    state,
    coalesce(open_category, 'none')::varchar as category,
    (charge * 100)::bigint as charge_cents,
    (paid * 100)::bigint as paid_cents,
    (patient_share * 100)::bigint as patient_share_cents,
    -- What is paid by the head or by the day is no denial, whatever its code says.
    case when state in ('capitated', 'in_encounter_rate') then 0 else (open_denial * 100)::bigint end
        as open_denial_cents,
    (balance_billable * 100)::bigint as balance_billable_cents,
    (uncollectable_share * 100)::bigint as uncollectable_share_cents,
    (expected * 100)::bigint as expected_cents,
    line_id = any($own::varchar[]) as is_own
from line
where
    ($first::date is null or service_date between $first::date and $last::date)
    and (line_id = any($own::varchar[]) or encounter_id = any($encounters::varchar[]))
order by is_own desc, claim_id, line_number, line_id
