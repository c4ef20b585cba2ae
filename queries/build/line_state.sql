-- One row per service line: one line counted once, with its state now and its state on the first answer (meanings 18).
with marked as (
    select distinct line_id
    from mark
    where kind = 'written_off'
),

told as (
    select
        line.*,
        priced.encounter_no,
        priced.role,
        priced.is_npp,
        priced.taxonomy,
        priced.is_facility,
        priced.is_repeat,
        priced.medicare_fee,
        priced.place_fee,
        priced.locality,
        priced.is_fee_unverified,
        valued.expected,
        valued.expected_basis,
        case when priced.role = 'drug' then line.code_now else coalesce(day_drug.drug, 'none') end as drug,
        case when priced.role = 'drug' then priced.drug_family else day_drug.drug_family end as drug_family,
        response_limit.p95_days,
        cut_off.as_of,
        cut_off.first_remit,
        marked.line_id is not null as written_off,
        visit_arm.visit_arm,
        visit_reduced.line_no is not null as em_reduced,
        -- Nothing for the line itself, whatever the code, where the same payer pays the whole day (meanings 40).
        priced.role in ('injection', 'em', 'drug') and day_rate.encounter_no is not null as is_beside_day_rate,
        line.paid + coalesce(line.patient_share, 0) - line.uncollectable_share + line.after_allowed
            as received_if_answered
    from line_fact as line
    inner join line_priced as priced on line.line_no = priced.line_no
    inner join line_valued as valued on line.line_no = valued.line_no
    left join day_drug on priced.encounter_no = day_drug.encounter_no
    left join response_limit on line.payer_id = response_limit.payer_id
    left join encounter_rate as day_rate
        on priced.encounter_no = day_rate.encounter_no and line.payer_id = day_rate.payer_id
    left join marked on line.line_id = marked.line_id
    left join visit_arm on line.line_no = visit_arm.line_no
    left join visit_reduced on line.line_no = visit_reduced.line_no
    cross join cut_off
),

judged as (
    select
        *,
        has_open_routed or open_denial > 0 or charge_now > 0 and answered_paid = 0 and allowed = 0
        or expected > received_if_answered as is_adverse,
        case
            when is_voided then 'voided'
            when is_withdrawn then 'withdrawn'
            when is_capitated then 'capitated'
            when not has_current_answer and has_open_pend then 'pended'
            when
                not has_current_answer and not has_open_routed
                and (has_answer or has_pend or has_routed or has_reversal) then 'awaiting_correction'
            when not has_current_answer and not has_open_routed then 'no_response'
            when
                is_beside_day_rate and paid = 0
                and (not has_current_answer or (answered_paid = 0 and allowed = 0)) then 'in_encounter_rate'
            when not has_current_answer and was_paid then 'taken_back'
            when not has_current_answer then 'routed'
            when open_denial > 0 and was_taken_back then 'taken_back'
            when open_denial > 0 and allowed = 0 and open_group = 'PR' then 'denied_to_patient'
            when
                is_left_to_patient(answered_charge, answered_paid, allowed, open_denial, balance_billable)
                then 'denied_to_patient'
            when open_denial > 0 and allowed = 0 then 'denied'
            when open_denial > 0 then 'part_denied'
            when answered_paid = 0 and allowed = 0 and primary_patient_share = 0 and charge_now > 0 then 'underpaid'
            when
                is_owed_by(expected_basis) and not has_secondary_answer
                and (expected - received_if_answered - uncollectable_share) * 100 > tolerance_cents(expected * 100)
                then 'underpaid'
            when initial_denial > 0 then 'recovered'
            when answered_paid = 0 and allowed > 0 then 'patient_share'
            else 'paid'
        end as state,
        case
            when first_allowed is null then null
            when first_is_capitated then 'capitated'
            when is_beside_day_rate and first_paid = 0 and first_allowed = 0 then 'in_encounter_rate'
            when
                is_left_to_patient(first_charge, first_paid, first_allowed, initial_denial, first_balance_billable)
                then 'denied_to_patient'
            when initial_denial > 0 and first_allowed = 0 and initial_group = 'PR' then 'denied_to_patient'
            when initial_denial > 0 and first_allowed = 0 then 'denied'
            when initial_denial > 0 then 'part_denied'
            when first_paid = 0 and first_allowed = 0 and first_patient_share = 0 and first_charge > 0 then 'underpaid'
            when first_paid = 0 and first_allowed > 0 then 'patient_share'
            else 'paid'
        end as answered_first
    from told
)

select
    line_no,
    encounter_no,
    line_id,
    claim_id,
    line_number::integer as line_number,
    claim_key,
    md5(concat_ws('|', patient_key, billing_npi, coalesce(service_date::varchar, ''))) as encounter_id,
    role,
    patient_key,
    billing_npi,
    rendering_npi,
    is_npp,
    payer_id,
    payer_name,
    payer_class,
    payer_first_billed,
    submitted_date,
    sent_date,
    service_date,
    place_of_service,
    is_facility,
    is_repeat,
    code,
    modifiers,
    units,
    charge,
    diagnoses,
    code_now,
    modifiers_now,
    units_now,
    units_by_ndc,
    charge_now,
    diagnoses_now,
    authorization_present,
    state,
    case
        when state in ('voided', 'withdrawn') then state
        else coalesce(answered_first, state)
    end as state_first,
    is_capitated as capitated,
    first_response_date,
    first_answer_date,
    last_response_date,
    case when open_denial = 0 and has_current_answer then current_answer_date end as resolved_date,
    event_count::integer as event_count,
    coalesce(
        state = 'no_response' and date_diff('day', submitted_date, as_of) > p95_days, false
    ) as overdue,
    claim_missing,
    primary_missing,
    opens_midway or coalesce(service_date < first_remit - p95_days, false) as history_incomplete,
    added_by_correction,
    link_quality,
    initial_denial,
    case when initial_denial > 0 then initial_category end as initial_category,
    case when initial_denial > 0 then initial_reason end as initial_reason,
    case when initial_denial > 0 then initial_group end as initial_group,
    initial_unclear,
    open_denial,
    case when open_denial > 0 then open_category end as open_category,
    case when open_denial > 0 then open_reason end as open_reason,
    case when open_denial > 0 then open_group end as open_group,
    case when is_adverse then disposition end as disposition,
    case when is_adverse then disposition_code end as disposition_code,
    open_unclear,
    is_uncoded,
    allowed,
    case when initial_denial > 0 then first_allowed end as allowed_at_denial,
    allowed_source,
    allowed_conflict,
    code_paid,
    units_paid,
    paid,
    secondary_paid,
    case when not primary_missing then coalesce(patient_share, 0) end::decimal(12, 2) as patient_share,
    balance_billable,
    uncollectable_share,
    shifted_to_patient,
    after_allowed,
    sequestration,
    contractual,
    unclassified,
    case
        when primary_missing then null
        when state in ('awaiting_correction', 'no_response', 'pended', 'voided', 'withdrawn') then 0
        else received_if_answered
    end::decimal(12, 2) as received,
    expected,
    expected_basis,
    medicare_fee,
    place_fee,
    is_fee_unverified,
    locality,
    drug,
    drug_family,
    case
        when initial_denial = 0 or state not in ('recovered', 'underpaid', 'paid', 'patient_share') then null
        when corrected_date is not null and corrected_date >= first_answer_date then 'corrected_claim'
        when resubmitted_date is not null then 'resubmission'
        else 'reprocessed'
    end as recovery_route,
    initial_denial > 0 and state in ('recovered', 'underpaid')
    and (answered_paid > 0 or allowed > 0 or primary_patient_share > 0) as recovered,
    case
        when has_answer and first_charge > 0 then least(1, initial_denial / first_charge)
    end::double as initial_share,
    case
        when has_current_answer and answered_charge > 0 then least(1, open_denial / answered_charge)
    end::double as open_share,
    corrected_date is not null or resubmitted_date is not null as was_sent_again,
    written_off,
    has_answer,
    has_secondary_answer,
    has_routed,
    any_status_4,
    any_zero_paid,
    any_allowed_zero,
    any_reason,
    visit_arm,
    em_reduced,
    taxonomy,
    initial_in_global,
    open_in_global,
    source_sha,
    source_position
from judged
