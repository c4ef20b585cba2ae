-- One row per 96372 line: narrow and complete, what every page and the command line ask (meanings 19, 28, 29, 38).
with pair_line as (
    select
        encounter.encounter_id,
        min(line.line_id) as line_id
    from encounter
    inner join line
        on
            encounter.encounter_id = line.encounter_id
            and encounter.payer_id is not distinct from line.payer_id
    where
        line.role = 'injection' and line.state not in ('voided', 'withdrawn')
        and encounter.pair_kind != 'none'
    group by encounter.encounter_id
),

-- What a line fell short by is what the ledger says of it: one computation, wherever it is shown (meanings 31).
short as (
    select
        line_id,
        sum(amount) as amount
    from leak
    where role = 'injection' and rule in ('underpaid', 'below_usual')
    group by line_id
),

-- What the visit of a pair lost, as the ledger has it (meanings 31, 45).
lost as (
    select
        line_id,
        (sum(amount) filter (where leak_class = 'em_lost_to_pair') * 100)::bigint as lost_cents,
        (sum(amount) filter (where leak_class = 'em_lost_beside_other') * 100)::bigint as beside_cents,
        (sum(amount) filter (where leak_class = 'em_reduced') * 100)::bigint as reduced_cents
    from leak
    where role = 'em'
    group by line_id
),

-- Paid as billed, with an amount due: apart from denials, part-denied units, recodes, and $0 without a reason.
settled as (
    select
        line_id,
        case
            when is_owed_by(expected_basis) then 'owed'
            when expected_basis = 'observed' then 'observed'
        end as due
    from line
    where
        role = 'injection'
        and state in ('paid', 'patient_share', 'recovered', 'underpaid')
        and open_denial = 0 and allowed > 0 and expected is not null and code_paid = code_now
)

select
    line.line_id,
    line.claim_id,
    line.claim_key,
    line.claim_key is not null and count(*) over (partition by line.claim_key) = 1 as is_alone,
    line.encounter_id,
    line.patient_key,
    line.payer_id,
    line.payer_name,
    line.payer_class,
    line.rendering_npi,
    coalesce(provider.name, line.rendering_npi, 'unknown') as provider_name,
    coalesce(line.place_of_service, '') as place_of_service,
    line.drug,
    line.service_date,
    date_trunc('month', line.service_date)::date as service_month,
    date_trunc('month', line.first_answer_date)::date as answer_month,
    line.first_answer_date,
    line.submitted_date,
    line.state,
    line.state_first,
    line.state not in ('voided', 'withdrawn') as is_counted,
    line.claim_missing,
    is_judged(line.state) and not line.primary_missing and line.has_answer
    and not line.history_incomplete as answered_initial,
    is_judged(line.state) and not line.primary_missing and line.has_answer as answered_open,
    line.initial_denial > 0 as denied_initial,
    line.open_denial > 0 and is_judged(line.state) as denied_open,
    line.state not in ('voided', 'withdrawn') and line.event_count > 0 as has_event,
    line.any_status_4,
    line.any_zero_paid,
    line.any_allowed_zero,
    line.any_reason,
    line.state = 'routed' as is_routed,
    line.recovered,
    line.state_first in ('paid', 'patient_share') and line.state in ('paid', 'patient_share')
    and not line.was_sent_again as is_first_pass,
    line.units,
    (line.charge * 100)::bigint as charge_cents,
    (line.initial_denial * 100)::bigint as initial_denial_cents,
    case when is_judged(line.state) then (line.open_denial * 100)::bigint else 0 end as open_denial_cents,
    round(line.expected * 100 * line.initial_share, 0)::bigint as denied_expected_cents,
    case
        when line.state in ('no_response', 'pended', 'awaiting_correction') then (line.expected * 100)::bigint
        when line.open_denial > 0 and is_judged(line.state)
            then round(line.expected * 100 * line.open_share, 0)::bigint
        else 0
    end as open_expected_cents,
    (line.expected * 100)::bigint as expected_cents,
    line.expected_basis,
    (line.received * 100)::bigint as received_cents,
    (line.paid * 100)::bigint as paid_cents,
    (line.allowed * 100)::bigint as allowed_cents,
    line.units_paid,
    ((line.contractual + line.after_allowed) * 100)::bigint as contractual_cents,
    case when is_judged(line.state) then (line.shifted_to_patient * 100)::bigint else 0 end as shifted_cents,
    (line.unclassified * 100)::bigint as unclassified_cents,
    line.initial_category,
    line.initial_reason,
    line.initial_group,
    line.initial_unclear,
    line.open_category,
    line.open_reason,
    line.open_unclear,
    line.is_uncoded,
    case
        when line.first_response_date is not null
            then greatest(0, date_diff('day', line.sent_date, line.first_response_date))
    end::integer as response_days,
    line.submitted_date is not null and is_judged(line.state) as is_awaited,
    coalesce(
        pair_line.line_id = line.line_id and encounter.pair_kind = 'office_em' and not encounter.em_is_voided
        and encounter.pair_outcome is distinct from 'excluded', false
    ) as is_office_pair,
    coalesce(
        pair_line.line_id = line.line_id
        and is_one_provider(encounter.pair_kind, encounter.same_provider)
        and encounter.pair_outcome_first in ('both_paid', 'em_denied', 'injection_denied', 'both_denied'), false
    ) as is_answered_pair,
    coalesce(encounter.em_loss_cause_first = 'sole', false) as em_lost_first,
    coalesce(encounter.em_loss_cause = 'sole', false) as em_lost_open,
    coalesce(encounter.em_loss_cause_first = 'beside_other', false) as em_beside_first,
    coalesce(encounter.em_loss_cause = 'beside_other', false) as em_beside_open,
    coalesce(
        encounter.pair_outcome_first = 'em_denied'
        or (encounter.pair_outcome_first = 'both_paid' and encounter.em_initial_unclear), false
    ) as em_first_asked,
    coalesce(
        (encounter.pair_outcome_first = 'em_denied' and encounter.em_initial_untold)
        or (encounter.pair_outcome_first = 'both_paid' and encounter.em_initial_unclear), false
    ) as em_first_unsure,
    coalesce(
        encounter.pair_outcome = 'em_denied'
        or (encounter.pair_outcome = 'both_paid' and encounter.em_open_unclear), false
    ) as em_open_asked,
    coalesce(
        (encounter.pair_outcome = 'em_denied' and encounter.em_open_untold)
        or (encounter.pair_outcome = 'both_paid' and encounter.em_open_unclear), false
    ) as em_open_unsure,
    coalesce(encounter.em_has_modifier_25, false) as em_has_modifier_25,
    coalesce(encounter.pair_kind, 'none') as pair_kind,
    coalesce(pair_line.line_id = line.line_id and not encounter.em_is_voided, false) as is_pair,
    case when pair_line.line_id = line.line_id then lost.lost_cents end as em_lost_cents,
    case when pair_line.line_id = line.line_id then lost.beside_cents end as em_beside_cents,
    case when pair_line.line_id = line.line_id then lost.reduced_cents end as em_reduced_cents,
    line.is_npp,
    line.is_facility,
    line.is_repeat,
    coalesce(line.locality, 'national') as locality,
    coalesce(line.drug_family, 'none') as drug_family,
    line.units_now,
    (line.medicare_fee * 100)::bigint as medicare_fee_cents,
    (line.after_allowed * 100)::bigint as after_allowed_cents,
    (line.secondary_paid * 100)::bigint as secondary_paid_cents,
    coalesce(
        shows_price(
            line.allowed, line.units_paid, line.open_denial, line.allowed_conflict, line.code_paid, line.code_now
        ) and line.medicare_fee > 0 and not line.capitated, false
    ) as is_priced,
    settled.due,
    case when settled.due is not null then (coalesce(short.amount, 0) * 100)::bigint end as short_cents,
    case
        when line.open_denial = 0 then null
        when line.initial_denial > 0 and line.state != 'taken_back' then line.first_answer_date
        else line.last_response_date
    end as denied_since,
    line.source_sha
from line
left join encounter on line.encounter_id = encounter.encounter_id
left join pair_line on line.encounter_id = pair_line.encounter_id
left join provider on line.rendering_npi = provider.npi
left join settled on line.line_id = settled.line_id
left join short on line.line_id = short.line_id
left join lost on encounter.em_line_id = lost.line_id
where line.role = 'injection'
order by service_month, line.payer_id, line.line_id
