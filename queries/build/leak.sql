-- One row per line and class of money that did not come in; classes never overlap (meanings 30, 31, 34).
with first_hit as (
    select
        line_no,
        part,
        arg_min(rule, place) as rule
    from rule_hit
    where part is not null
    group by line_no, part
),

named as (
    select
        part.*,
        first_hit.rule
    from leak_part as part
    inner join first_hit on part.line_no = first_hit.line_no and part.part = first_hit.part
),

-- Where the denial's own code has been judged, its judgement goes before that of the rule.
judged as (
    select
        named.*,
        case when rule.leak_class = 'category' then named.category else rule.leak_class end as leak_class,
        coalesce(code.preventable, rule.preventable) as preventable,
        coalesce(code.recoverable, rule.recoverable) as recoverable,
        case when code.side not like '%|%' then code.side else rule.side end as side,
        rule.fix as first_step,
        rule.deadline as deadline_kind
    from named
    inner join leak_rule as rule on named.rule = rule.rule
    left join carc_class as code
        on
            rule.judged = 'code'
            and named.reason = code.code
            and named.category = code.category
            and code.side is not null
),

dated as (
    select
        judged.*,
        case
            when judged.part = 'missed' or judged.leak_class = 'no_response' then null
            when judged.leak_class = 'takeback' then coalesce(adverse.reversed_on, adverse.denied_on)
            when judged.leak_class = 'other_payer' then adverse.routed_on
            when judged.part in ('short', 'secondary', 'qmb') or judged.is_zero then adverse.settled_on
            else coalesce(adverse.denied_on, adverse.settled_on)
        end as adverse_date
    from judged
    left join adverse on judged.line_id = adverse.line_id
)

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
    case
        when line.payer_class != 'medicare' or dated.leak_class in ('other_payer', 'qmb_share') then null
        when dated.deadline_kind = 'refile' then line.service_date + interval 1 year
        else dated.adverse_date + interval 125 day
    end::date as deadline,
    dated.deadline_kind,
    case
        when line.payer_class != 'medicare' or dated.leak_class in ('other_payer', 'qmb_share')
            then 'set this payer''s limit'
        when dated.deadline_kind = 'refile' then 'Medicare: one year from the date of service'
        when dated.adverse_date is null then 'set this payer''s limit'
        else 'Medicare: 120 days and 5 for mail from the first determination that stands'
    end as deadline_note,
    dated.expected_basis
from dated
inner join line_state as line on dated.line_no = line.line_no
left join provider on line.rendering_npi = provider.npi
left join day_drug on line.encounter_no = day_drug.encounter_no
