-- One row per line with something to work: its money, its way and last day, and the drug's line it hangs on (31, 33).
with worth as (
    select
        *,
        sum(amount_cents) over (partition by line_no, is_missed) as line_cents
    from leak_due
    where recoverable != 'N'
    qualify row_number() over (partition by line_no, is_missed order by amount_cents desc, part) = 1
),

denied as (
    select
        line.line_no,
        line.line_id,
        line.encounter_no,
        line.role,
        line.payer_id,
        line.open_reason,
        line.open_category,
        line.charge_now
    from line_state as line
    semi join worth on line.line_no = worth.line_no and not worth.is_missed
    where line.open_denial > 0 and line.role in ('injection', 'drug')
),

-- One cause, one work item: an injection that went down with its drug hangs on the drug's line (meanings 33).
root as (
    select
        injection.line_no,
        drug.line_id as root_line_id
    from denied as injection
    inner join denied as drug
        on
            injection.encounter_no = drug.encounter_no
            and injection.payer_id is not distinct from drug.payer_id
            and (injection.open_reason = '107' or injection.open_category = drug.open_category)
    where injection.role = 'injection' and drug.role = 'drug'
    qualify row_number() over (partition by injection.line_no order by drug.charge_now desc, drug.line_id) = 1
)

select
    case when not worth.is_missed then line.line_id end as line_id,
    case when not worth.is_missed then coalesce(root.root_line_id, line.line_id) end as root_line_id,
    line.claim_id,
    line.encounter_id,
    line.patient_key,
    worth.role,
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
    worth.leak_class,
    worth.rule,
    case
        when worth.is_missed then missed.expected
        when not worth.is_unvalued then line.expected
    end::decimal(12, 2) as expected,
    case when not worth.is_unvalued then worth.line_cents::decimal(18, 2) / 100 end::decimal(12, 2) as amount,
    case when not worth.is_missed then line.charge_now end::decimal(12, 2) as charge,
    worth.recoverable,
    worth.side,
    worth.first_step,
    worth.since,
    worth.disposition,
    due.deadline,
    worth.deadline_kind,
    coalesce(due.limit_basis, 'usual') as limit_basis,
    coalesce(due.deadline_note, worth.unset_note) as deadline_note
from worth
inner join line_state as line on worth.line_no = line.line_no
left join leak_limit as due on worth.line_no = due.line_no and worth.part = due.part
left join missed_administration as missed on worth.is_missed and worth.line_no = missed.line_no
left join root on worth.line_no = root.line_no and not worth.is_missed
left join provider on line.rendering_npi = provider.npi
left join day_drug on line.encounter_no = day_drug.encounter_no
