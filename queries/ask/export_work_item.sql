-- One row per item of work, as the marks set by now say, of the chosen period and filters.
select
    line_id,
    root_line_id,
    claim_id,
    encounter_id,
    patient_key,
    role,
    payer_id,
    payer_name,
    payer_class,
    rendering_npi,
    provider_name,
    place_of_service,
    drug,
    service_date,
    leak_class,
    rule,
    lines,
    expected,
    amount,
    charge,
    recoverable,
    side,
    first_step,
    since,
    disposition,
    deadline,
    deadline_kind,
    limit_basis,
    deadline_note,
    is_workable,
    state,
    owner,
    follow_up,
    marked_at,
    recovered,
    recovered_days
from work_item
where
    ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
    and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
    and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
    and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
    and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
    and ($basis = 'service' or answer_month is not null)
    and (
        $start::date is null
        or case when $basis = 'answer' then answer_month else service_month end >= $start::date
    )
    and (
        $end::date is null
        or case when $basis = 'answer' then answer_month else service_month end <= $end::date
    )
order by amount desc nulls last, charge desc, service_date, claim_id, work_id
