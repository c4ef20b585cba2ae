-- One row per line and class of money that did not come in; classes never overlap (meanings 30, 31, 34).
select
    case when not dated.is_missed then line.line_id end as line_id,
    line.claim_id,
    line.encounter_id,
    line.patient_key,
    dated.role,
    line.payer_id,
    line.payer_name,
    line.payer_class,
    line.rendering_npi,
    coalesce(provider.name, line.rendering_npi, 'unknown') as provider_name,
    coalesce(line.place_of_service, '') as place_of_service,
    coalesce(day_drug.drug, 'none') as drug,
    line.service_date,
    date_trunc('month', line.service_date)::date as service_month,
    date_trunc('month', line.first_answer_date)::date as answer_month,
    dated.leak_class,
    dated.rule,
    (dated.amount_cents::decimal(18, 2) / 100)::decimal(12, 2) as amount,
    dated.preventable,
    dated.recoverable,
    dated.side,
    dated.first_step,
    dated.adverse_date,
    dated.since,
    dated.disposition,
    due.deadline,
    dated.deadline_kind,
    coalesce(due.limit_basis, 'usual') as limit_basis,
    coalesce(due.deadline_note, dated.unset_note) as deadline_note,
    dated.expected_basis
from leak_due as dated
left join leak_limit as due on dated.line_no = due.line_no and dated.part = due.part
inner join line_state as line on dated.line_no = line.line_no
left join provider on line.rendering_npi = provider.npi
left join day_drug on line.encounter_no = day_drug.encounter_no
where not dated.is_unvalued
