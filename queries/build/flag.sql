-- One row per line and rule without dollars of its own: check it; possible overpayments are for compliance alone.
with named as (
    select
        line_no,
        rule,
        bool_and(is_unverified) as is_unverified
    from rule_hit
    where part is null
    group by line_no, rule
)

select
    line.line_id,
    line.claim_id,
    line.encounter_id,
    line.patient_key,
    line.role,
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
    rule.kind,
    rule.rule,
    coalesce(named.is_unverified, rule.is_unverified) as is_unverified,
    rule.side,
    trim(concat_ws(' ', rule.fix, case when line.payer_class = 'medicare' then rule.medicare end)) as first_step,
    line.code_now as code,
    line.units_now as units,
    line.charge_now as charge
from named
inner join leak_rule as rule on named.rule = rule.rule
inner join line_state as line on named.line_no = line.line_no
left join provider on line.rendering_npi = provider.npi
left join day_drug on line.encounter_no = day_drug.encounter_no
