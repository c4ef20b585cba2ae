-- One row per payer, month, visit code, place, provider, modifier 25 and outcome: pairs of visit and injection.
with chosen as (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month
    from injection
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
),

pair as (
    select
        chosen.payer_id,
        chosen.payer_name,
        chosen.payer_class,
        chosen.month::date as month,
        chosen.place_of_service,
        chosen.rendering_npi,
        chosen.provider_name,
        chosen.is_answered_pair,
        chosen.em_lost_first,
        chosen.em_lost_open,
        chosen.em_first_asked,
        chosen.em_first_unsure,
        encounter.pair_kind,
        encounter.em_code,
        encounter.em_has_modifier_25 as has_25,
        encounter.em_modifier_25_added as added_25,
        encounter.same_rendering,
        encounter.pair_outcome_first as outcome_first,
        encounter.pair_outcome as outcome_now,
        case when visit.recovered then coalesce(visit.recovery_route, 'reprocessed') else 'none' end as route,
        visit.diagnoses is not null and len(visit.diagnoses) > 0 and len(shot.diagnoses) > 0 as has_diagnoses,
        list_sort(visit.diagnoses) = list_sort(shot.diagnoses) as same_diagnoses,
        round(visit.expected * 100 * visit.initial_share, 0) as visit_first_cents,
        case when visit.open_denial > 0 then round(visit.expected * 100 * visit.open_share, 0) end as visit_open_cents,
        chosen.denied_expected_cents as shot_first_cents,
        chosen.open_expected_cents as shot_open_cents
    from chosen
    inner join encounter on chosen.encounter_id = encounter.encounter_id
    inner join line as visit on encounter.em_line_id = visit.line_id
    inner join line as shot on chosen.line_id = shot.line_id
    where
        chosen.is_pair
        and ($basis = 'service' or chosen.month is not null)
        and ($start::date is null or chosen.month >= $start::date)
        and ($end::date is null or chosen.month <= $end::date)
)

select
    payer_id,
    payer_name,
    payer_class,
    month,
    place_of_service,
    rendering_npi,
    provider_name,
    pair_kind,
    em_code,
    has_25,
    added_25,
    same_rendering,
    is_answered_pair,
    outcome_first,
    outcome_now,
    route,
    count(*)::bigint as pairs,
    (count(*) filter (where em_lost_first and is_answered_pair))::bigint as lost_first,
    (count(*) filter (where em_lost_open and is_answered_pair))::bigint as lost_open,
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
order by all
