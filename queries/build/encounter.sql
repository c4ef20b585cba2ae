-- One row per patient, billing group and day with a 96372 line, a visit or a drug (meanings 26-29).
with live as (
    select
        *,
        state not in ('voided', 'withdrawn') as is_live,
        case
            when state in ('paid', 'underpaid', 'patient_share', 'part_denied', 'recovered') then 3
            when state in ('denied', 'denied_to_patient', 'taken_back') then 2
            when state in ('no_response', 'pended', 'awaiting_correction') then 1
            else 4
        end as side,
        case
            when state in ('capitated', 'in_encounter_rate') then 4
            when state_first in ('paid', 'underpaid', 'patient_share', 'part_denied', 'recovered') then 3
            when state_first in ('denied', 'denied_to_patient', 'taken_back') then 2
            when state_first in ('no_response', 'pended', 'awaiting_correction') then 1
            else 4
        end as side_first
    from line_state
    where role in ('injection', 'em', 'drug')
),

-- Sides: 1 pending, 2 denied, 3 paid, 4 excluded; among several injections pending outranks denied outranks paid.
injected as (
    select
        encounter_no,
        payer_id,
        min(side) as side,
        min(side_first) as side_first
    from live
    where role = 'injection' and is_live
    group by encounter_no, payer_id
),

-- A pair is in force by the date of service, through the day of its deletion; one without a start has always been.
ncci_em as (
    select
        column_one as code,
        effective_on,
        deleted_on
    from ncci_pair
    where column_two = '96372'
    union
    select
        column_two as code,
        effective_on,
        deleted_on
    from ncci_pair
    where column_one = '96372'
),

visit as (
    select
        live.*,
        case
            when live.code in ('99202', '99203', '99204', '99205', '99212', '99213', '99214', '99215') then 'office_em'
            when live.code = '99211' then 'em_99211'
            else 'other_em'
        end as kind,
        injected.side as injection_side,
        injected.side_first as injection_side_first,
        beside.same_rendering,
        beside.same_provider,
        beside.is_taken_by_other,
        beside.was_taken_by_other
    from live
    inner join injected
        on live.encounter_no = injected.encounter_no and live.payer_id is not distinct from injected.payer_id
    inner join visit_beside as beside on live.line_no = beside.line_no
    semi join ncci_em
        on
            live.code = ncci_em.code
            and live.service_date >= coalesce(ncci_em.effective_on, date '1900-01-01')
            and live.service_date <= coalesce(ncci_em.deleted_on, date '2999-12-31')
    where live.role = 'em' and live.state != 'withdrawn'
),

paired as (
    select *
    from visit
    qualify row_number() over (
        partition by encounter_no
        order by (state = 'voided'), medicare_fee desc nulls last, charge desc, line_id
    ) = 1
),

-- Lost with the injection paid beside it, by one provider: what other cause is in sight (meanings 28).
pair as (
    select
        *,
        case
            when
                is_one_provider(kind, same_provider) and side = 2 and injection_side = 3
                and is_lost_category(open_category)
                then em_loss_cause(open_in_global, modifiers_now, is_taken_by_other)
        end as em_loss_cause,
        case
            when
                is_one_provider(kind, same_provider) and side_first = 2 and injection_side_first = 3
                and is_lost_category(initial_category)
                then em_loss_cause(initial_in_global, modifiers, was_taken_by_other)
        end as em_loss_cause_first
    from paired
),

spoken as (
    select
        encounter_no,
        coalesce(min(line_no) filter (where role = 'injection'), min(line_no)) as line_no,
        coalesce(sum(units_now) filter (where role = 'injection' and is_live), 0)::decimal(15, 3) as injection_units,
        bool_or(role = 'injection' and is_live) as has_administration
    from live
    group by encounter_no
),

given as (
    select
        encounter_no,
        list(distinct code_now order by code_now) as drug_codes
    from live
    where role = 'drug' and is_live
    group by encounter_no
)

select
    one.encounter_id,
    one.patient_key,
    one.billing_npi,
    one.service_date,
    one.place_of_service,
    pair.code as em_code,
    pair.line_id as em_line_id,
    coalesce(list_contains(pair.modifiers, '25'), false) as em_has_modifier_25,
    coalesce(
        not list_contains(pair.modifiers, '25') and list_contains(pair.modifiers_now, '25'), false
    ) as em_modifier_25_added,
    coalesce(pair.kind, 'none') as pair_kind,
    coalesce(pair.same_rendering, false) as same_rendering,
    pair.same_provider,
    coalesce(pair.state = 'voided', false) as em_is_voided,
    case
        when pair.kind is null then null
        when pair.side = 4 or pair.injection_side = 4 then 'excluded'
        when pair.side = 1 or pair.injection_side = 1 then 'pending'
        when pair.side = 2 and pair.injection_side = 2 then 'both_denied'
        when pair.side = 2 then 'em_denied'
        when pair.injection_side = 2 then 'injection_denied'
        else 'both_paid'
    end as pair_outcome,
    case
        when pair.kind is null then null
        when pair.side_first = 4 or pair.injection_side_first = 4 then 'excluded'
        when pair.side_first = 1 or pair.injection_side_first = 1 then 'pending'
        when pair.side_first = 2 and pair.injection_side_first = 2 then 'both_denied'
        when pair.side_first = 2 then 'em_denied'
        when pair.injection_side_first = 2 then 'injection_denied'
        else 'both_paid'
    end as pair_outcome_first,
    pair.initial_category as em_initial_category,
    pair.open_category as em_open_category,
    coalesce(pair.initial_unclear, false) as em_initial_unclear,
    coalesce(pair.open_unclear, false) as em_open_unclear,
    pair.em_loss_cause,
    pair.em_loss_cause_first,
    coalesce(pair.em_reduced, false) as em_reduced,
    is_untold(pair.initial_category, pair.initial_reason) as em_initial_untold,
    is_untold(pair.open_category, pair.open_reason) as em_open_untold,
    coalesce(pair.payer_id, one.payer_id) as payer_id,
    coalesce(pair.payer_name, one.payer_name) as payer_name,
    coalesce(pair.payer_class, one.payer_class) as payer_class,
    spoken.injection_units,
    coalesce(given.drug_codes, []) as drug_codes,
    coalesce(day_drug.drug, 'none') as drug,
    given.drug_codes is not null as has_drug,
    spoken.has_administration
from spoken
inner join line_state as one on spoken.line_no = one.line_no
left join pair on spoken.encounter_no = pair.encounter_no
left join given on spoken.encounter_no = given.encounter_no
left join day_drug on spoken.encounter_no = day_drug.encounter_no
