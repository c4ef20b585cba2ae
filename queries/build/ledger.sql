-- One row per line of the leak ledger, or missed administration: what was due, what came, what stands outside both.
select
    case when not ledger.is_missed then line.line_id end as line_id,
    line.claim_id,
    line.encounter_id,
    line.patient_key,
    ledger.role,
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
    case when not ledger.is_missed then line.state end as state,
    ledger.expected_basis,
    ledger.standing,
    ledger.outside,
    ledger.is_unrated,
    (ledger.charge * 100)::bigint as charge_cents,
    ledger.expected_cents,
    ledger.received_cents,
    ledger.overpaid_cents,
    (ledger.whole_cents + ledger.cut_cents + ledger.short_cents + ledger.secondary_cents + ledger.qmb_cents)::bigint
        as leak_cents
from ledger_line as ledger
inner join line_state as line on ledger.line_no = line.line_no
left join provider on line.rendering_npi = provider.npi
left join day_drug on line.encounter_no = day_drug.encounter_no
