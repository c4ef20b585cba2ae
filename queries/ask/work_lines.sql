-- One row per item of work that waits for somebody, or that is marked: the most money first, then by charge.
select
    work_id,
    claim_id,
    service_date,
    payer_name,
    provider_name,
    role,
    rule,
    lines,
    amount_cents,
    amount_cents - $work_cost_cents as net_cents,
    (charge * 100)::bigint as charge_cents,
    recoverable,
    side,
    first_step,
    coalesce(since, service_date) as since,
    disposition,
    deadline,
    deadline_kind,
    deadline_note,
    is_workable,
    state,
    owner,
    follow_up,
    (recovered * 100)::bigint as recovered_cents
from work_item
where
    ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
    and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
    and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
    and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
    and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
    and ($rule::varchar is null or rule = $rule::varchar)
    and case when $marked then marked_at is not null else is_listed end
    and case $due
        when 'soon' then is_workable and deadline <= $soon::date
        when 'late' then not is_workable
        when 'ahead' then is_workable
        else true
    end
order by
    case when $due = 'soon' then deadline end,
    amount_cents desc nulls last,
    charge desc,
    service_date,
    claim_id,
    work_id
limit $most
