-- One row per item of work: a line, and an injection with the drug that it went down with, as work stands now (33, 36).
with stated as (
    select
        one.*,
        coalesce(one.root_line_id, one.encounter_id) as item,
        coalesce(one.line_id = one.root_line_id, one.root_line_id is null) as is_root,
        work.nth,
        -- What is still short after an answer is open anew.
        case when work.state = 'recovered' then 'open' else work.state end as state,
        work.owner,
        work.follow_up,
        work.marked_at,
        work.marked_month,
        work.recovered_cents,
        work.recovered_days
    from work_now as one
    left join line_work as work on coalesce(one.line_id, one.encounter_id) = work.line_id
),

-- The line at the root speaks for the item; money and marks are those of all its lines.
open_item as (
    select
        * replace (
            case when bool_and(expected is not null) over whole then sum(expected) over whole end as expected,
            sum(amount) over whole as amount,
            arg_max(state, nth) over whole as state,
            arg_max(owner, nth) over whole as owner,
            arg_max(follow_up, nth) over whole as follow_up,
            max(marked_at) over whole as marked_at,
            min(marked_month) over whole as marked_month,
            sum(recovered_cents) over whole as recovered_cents,
            max(recovered_days) over whole as recovered_days
        ),
        count(*) over whole as lines,
        not is_late as is_workable
    from stated
    window whole as (partition by item)
    qualify is_root
),

-- A marked line without anything left to work: it stands for what the work brought.
settled as (
    select
        line.line_id,
        line.line_id as root_line_id,
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
        coalesce(line.drug, 'none') as drug,
        line.service_date,
        date_trunc('month', line.service_date)::date as service_month,
        date_trunc('month', line.first_answer_date)::date as answer_month,
        line.expected,
        line.charge_now as charge,
        line.line_id as item,
        1 as lines,
        0 as amount,
        work.state,
        work.owner,
        work.follow_up,
        work.marked_at,
        work.marked_month,
        work.recovered_cents,
        work.recovered_days,
        false as is_workable
    from line_work as work
    inner join line on work.line_id = line.line_id
    left join provider on line.rendering_npi = provider.npi
    anti join work_row on work.line_id = work_row.line_id
),

every as (
    select * from open_item
    union all by name
    select * from settled
)

select
    every.item as work_id,
    every.line_id,
    every.root_line_id,
    every.claim_id,
    every.encounter_id,
    every.patient_key,
    every.role,
    every.payer_id,
    every.payer_name,
    every.payer_class,
    every.rendering_npi,
    every.provider_name,
    every.place_of_service,
    every.drug,
    every.service_date,
    every.service_month,
    every.answer_month,
    every.leak_class,
    every.rule,
    every.lines::bigint as lines,
    every.expected::decimal(12, 2) as expected,
    every.amount::decimal(12, 2) as amount,
    (every.amount * 100)::bigint as amount_cents,
    every.charge,
    every.recoverable,
    every.side,
    every.first_step,
    every.since,
    every.disposition,
    every.deadline,
    every.deadline_kind,
    every.limit_basis,
    case
        when every.deadline_note = 'no limit set' and every.usual_days is not null
            then format('no limit set; 95 % of what came back did so within {} days', every.usual_days)
        else every.deadline_note
    end as deadline_note,
    every.is_workable,
    coalesce(every.state, 'open') as state,
    -- A worked item leaves the list until its follow-up day or a new answer; a closed one for good.
    case
        when every.state in ('worked', 'appealed', 'refiled') then coalesce(every.follow_up <= cut_off.as_of, false)
        else coalesce(every.state, 'open') in ('open', 'upheld') and every.leak_class is not null
    end as is_listed,
    every.owner,
    every.follow_up,
    every.marked_at,
    every.marked_month,
    (every.recovered_cents / 100.0)::decimal(12, 2) as recovered,
    every.recovered_days::integer as recovered_days
from every
cross join cut_off
