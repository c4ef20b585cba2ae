-- One row per cell of the kept keys, visit code, modifier 25 and outcome: pairs of visit and injection.
with pair as (
    select
        kept.service_month,
        kept.answer_month,
        kept.payer_class,
        kept.payer_id,
        kept.payer_name,
        kept.rendering_npi,
        kept.provider_name,
        kept.place_of_service,
        kept.drug,
        kept.is_answered_pair,
        kept.is_office_pair,
        kept.em_lost_first,
        kept.em_lost_open,
        kept.em_beside_first,
        kept.em_beside_open,
        kept.em_first_asked,
        kept.em_first_unsure,
        kept.em_lost_cents,
        kept.em_beside_cents,
        kept.em_reduced_cents,
        encounter.pair_kind,
        encounter.em_code,
        encounter.em_has_modifier_25 as has_25,
        encounter.em_modifier_25_added as added_25,
        encounter.same_provider,
        visit.rendering_npi as visit_npi,
        coalesce(provider.name, visit.rendering_npi, 'unknown') as visit_provider,
        encounter.em_reduced,
        encounter.pair_outcome_first as outcome_first,
        encounter.pair_outcome as outcome_now,
        case when visit.recovered then coalesce(visit.recovery_route, 'reprocessed') else 'none' end as route,
        visit.diagnoses is not null and len(visit.diagnoses) > 0 and len(shot.diagnoses) > 0 as has_diagnoses,
        list_sort(visit.diagnoses) = list_sort(shot.diagnoses) as same_diagnoses,
        case when visit.recovered then (visit.received * 100)::bigint end as visit_back_cents,
        round(visit.expected * 100 * visit.initial_share, 0) as visit_first_cents,
        case when visit.open_denial > 0 then round(visit.expected * 100 * visit.open_share, 0) end as visit_open_cents,
        kept.denied_expected_cents as shot_first_cents,
        kept.open_expected_cents as shot_open_cents
    from kept
    inner join encounter on kept.encounter_id = encounter.encounter_id
    inner join line as visit on encounter.em_line_id = visit.line_id and visit.role = 'em'
    left join provider on visit.rendering_npi = provider.npi
    inner join line as shot on kept.line_id = shot.line_id and shot.role = 'injection'
    where
        kept.is_pair
)

select
    service_month,
    answer_month,
    payer_class,
    payer_id,
    payer_name,
    rendering_npi,
    provider_name,
    place_of_service,
    drug,
    pair_kind,
    em_code,
    has_25,
    added_25,
    same_provider,
    visit_npi,
    visit_provider,
    is_answered_pair,
    outcome_first,
    outcome_now,
    route,
    count(*)::bigint as pairs,
    (count(*) filter (where em_lost_first and is_answered_pair))::bigint as lost_first,
    (count(*) filter (where em_lost_open and is_answered_pair))::bigint as lost_open,
    (count(*) filter (where em_beside_first and is_answered_pair))::bigint as beside_first,
    (count(*) filter (where em_beside_open and is_answered_pair))::bigint as beside_open,
    count(em_lost_cents)::bigint as standing,
    coalesce(sum(em_lost_cents), 0)::bigint as standing_cents,
    count(em_beside_cents)::bigint as beside,
    coalesce(sum(em_beside_cents), 0)::bigint as beside_cents,
    (count(*) filter (where em_reduced and is_office_pair))::bigint as reduced,
    coalesce(sum(em_reduced_cents), 0)::bigint as reduced_cents,
    coalesce(sum(visit_back_cents) filter (where em_lost_first and is_answered_pair), 0)::bigint as recovered_cents,
    (count(*) filter (where em_first_asked and is_answered_pair))::bigint as asked_first,
    (count(*) filter (where em_first_unsure and is_answered_pair))::bigint as unsure_first,
    (count(*) filter (where has_diagnoses))::bigint as with_diagnoses,
    (count(*) filter (where has_diagnoses and same_diagnoses))::bigint as same_diagnoses,
    coalesce(sum(visit_first_cents) filter (where outcome_first in ('em_denied', 'both_denied')), 0)::bigint
        as visit_first_cents,
    coalesce(sum(visit_open_cents) filter (where outcome_now in ('em_denied', 'both_denied')), 0)::bigint
        as visit_open_cents,
    coalesce(sum(shot_first_cents) filter (where outcome_first in ('injection_denied', 'both_denied')), 0)::bigint
        as shot_first_cents,
    coalesce(sum(shot_open_cents) filter (where outcome_now in ('injection_denied', 'both_denied')), 0)::bigint
        as shot_open_cents
from pair
group by all
