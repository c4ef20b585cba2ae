-- One row per patient, billing group and day with a 96372 line, an office visit or an injectable drug (meanings 26-29).
with live as (
    select
        *,
        state not in ('voided', 'withdrawn') as is_live,
        case
            when state in ('paid', 'underpaid', 'patient_share', 'part_denied', 'recovered') then 'paid'
            when state in ('denied', 'denied_to_patient', 'taken_back') then 'denied'
            when state in ('no_response', 'pended', 'awaiting_correction') then 'pending'
            else 'excluded'
        end as side,
        case
            when state_first in ('paid', 'underpaid', 'patient_share', 'part_denied', 'recovered') then 'paid'
            when state_first in ('denied', 'denied_to_patient', 'taken_back') then 'denied'
            when state_first in ('no_response', 'pended', 'awaiting_correction') then 'pending'
            else 'excluded'
        end as side_first
    from line
    where role in ('injection', 'em', 'drug')
),

injected as (
    select
        encounter_id,
        payer_id,
        case min(case side when 'pending' then 1 when 'denied' then 2 when 'paid' then 3 else 4 end)
            when 1 then 'pending' when 2 then 'denied' when 3 then 'paid' else 'excluded'
        end as side,
        case min(case side_first when 'pending' then 1 when 'denied' then 2 when 'paid' then 3 else 4 end)
            when 1 then 'pending' when 2 then 'denied' when 3 then 'paid' else 'excluded'
        end as side_first,
        list(distinct rendering_npi order by rendering_npi) as rendering_npis
    from live
    where role = 'injection' and is_live
    group by encounter_id, payer_id
),

ncci_em as (
    select column_one as code
    from ncci_pair
    where column_two = '96372' and deleted_on is null
    union
    select column_two as code
    from ncci_pair
    where column_one = '96372' and deleted_on is null
),

visit as (
    select
        live.*,
        case
            when live.code in ('99202', '99203', '99204', '99205', '99212', '99213', '99214', '99215') then 'office_em'
            when live.code = '99211' then 'em_99211'
            when ncci_em.code is not null then 'other_em'
            else 'none'
        end as kind,
        injected.side as injection_side,
        injected.side_first as injection_side_first,
        list_contains(injected.rendering_npis, live.rendering_npi) as same_rendering
    from live
    inner join injected
        on live.encounter_id = injected.encounter_id and live.payer_id is not distinct from injected.payer_id
    left join ncci_em on live.code = ncci_em.code
    where live.role = 'em' and live.state != 'withdrawn'
),

pair as (
    select *
    from visit
    where kind != 'none'
    qualify row_number() over (
        partition by encounter_id
        order by (state = 'voided'), medicare_fee desc nulls last, charge desc, line_id
    ) = 1
),

outcome as (
    select
        encounter_id,
        line_id as em_line_id,
        code as em_code,
        kind,
        same_rendering,
        list_contains(modifiers, '25') as em_has_modifier_25,
        not list_contains(modifiers, '25') and list_contains(modifiers_now, '25') as em_modifier_25_added,
        payer_id,
        payer_name,
        payer_class,
        initial_category as em_initial_category,
        open_category as em_open_category,
        case
            when side = 'excluded' or injection_side = 'excluded' then 'excluded'
            when side = 'pending' or injection_side = 'pending' then 'pending'
            when side = 'denied' and injection_side = 'denied' then 'both_denied'
            when side = 'denied' then 'em_denied'
            when injection_side = 'denied' then 'injection_denied'
            else 'both_paid'
        end as pair_outcome,
        case
            when side_first = 'excluded' or injection_side_first = 'excluded' then 'excluded'
            when side_first = 'pending' or injection_side_first = 'pending' then 'pending'
            when side_first = 'denied' and injection_side_first = 'denied' then 'both_denied'
            when side_first = 'denied' then 'em_denied'
            when injection_side_first = 'denied' then 'injection_denied'
            else 'both_paid'
        end as pair_outcome_first
    from pair
),

day as (
    select
        live.encounter_id,
        any_value(live.patient_key) as patient_key,
        any_value(live.billing_npi) as billing_npi,
        any_value(live.service_date) as service_date,
        arg_min(live.place_of_service, (live.role != 'injection', live.line_id)) as place_of_service,
        arg_min(live.payer_id, (live.role != 'injection', live.line_id)) as payer_id,
        arg_min(live.payer_name, (live.role != 'injection', live.line_id)) as payer_name,
        arg_min(live.payer_class, (live.role != 'injection', live.line_id)) as payer_class,
        coalesce(sum(live.units_now) filter (where live.role = 'injection' and live.is_live), 0)::decimal(15, 3)
            as injection_units,
        coalesce(
            list(distinct live.code_now order by live.code_now) filter (where live.role = 'drug' and live.is_live), []
        ) as drug_codes,
        coalesce(min(live.drug) filter (where live.role = 'injection'), 'none') as drug,
        bool_or(live.role = 'injection' and live.is_live) as has_administration
    from live
    group by live.encounter_id
)

select
    day.encounter_id,
    day.patient_key,
    day.billing_npi,
    day.service_date,
    day.place_of_service,
    outcome.em_code,
    outcome.em_line_id,
    coalesce(outcome.em_has_modifier_25, false) as em_has_modifier_25,
    coalesce(outcome.em_modifier_25_added, false) as em_modifier_25_added,
    coalesce(outcome.kind, 'none') as pair_kind,
    coalesce(outcome.same_rendering, false) as same_rendering,
    outcome.pair_outcome,
    outcome.pair_outcome_first,
    outcome.em_initial_category,
    outcome.em_open_category,
    coalesce(outcome.payer_id, day.payer_id) as payer_id,
    coalesce(outcome.payer_name, day.payer_name) as payer_name,
    coalesce(outcome.payer_class, day.payer_class) as payer_class,
    day.injection_units,
    day.drug_codes,
    day.drug,
    day.drug_codes != [] as has_drug,
    day.has_administration
from day
left join outcome on day.encounter_id = outcome.encounter_id
