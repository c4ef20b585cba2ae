-- One row per patient, payer, month and category of a first denial: how many 96372 lines count where.
with chosen as (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month,
        case $definition
            when 'initial' then answered_initial
            when 'open' then answered_open
            else is_counted and has_event
        end as answered_definition,
        -- Null: the files do not say.
        case $definition
            when 'initial' then denied_initial or case when initial_unclear then null else false end
            when 'open' then denied_open or case when open_unclear then null else false end
            when 'claim_status_4' then any_status_4
            when 'zero_paid' then any_zero_paid
            when 'allowed_zero' then any_allowed_zero
            else any_reason
        end as denied_definition,
        answered_initial and denied_initial as is_first_denied,
        case $definition when 'open' then open_category else coalesce(initial_category, open_category) end as why
    from injection
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
)

select
    patient_key as patient,
    payer_id,
    payer_name,
    payer_class,
    month::date as month,
    case when answered_definition and denied_definition then coalesce(why, 'none') end as category,
    (count(*) filter (where is_counted))::bigint as lines,
    (count(*) filter (where not is_counted))::bigint as left_out,
    (count(*) filter (where answered_initial))::bigint as answered_initial,
    (count(*) filter (where answered_initial and denied_initial))::bigint as denied_initial,
    (count(*) filter (where answered_open))::bigint as answered_open,
    (count(*) filter (where answered_open and denied_open))::bigint as denied_open,
    (count(*) filter (where answered_definition))::bigint as answered_definition,
    (count(*) filter (where answered_definition and denied_definition))::bigint as denied_definition,
    (count(distinct claim_key) filter (where answered_definition))::bigint as claims_answered,
    (count(distinct claim_key) filter (where answered_definition and denied_definition))::bigint as claims_denied,
    (count(denied_expected_cents) filter (where answered_initial and denied_initial))::bigint as denied_valued,
    (count(*) filter (where is_counted and is_routed))::bigint as routed,
    (count(*) filter (where answered_open or (is_counted and is_routed)))::bigint as answered_or_routed,
    (count(*) filter (where state = 'capitated'))::bigint as capitated,
    (count(*) filter (where state = 'in_encounter_rate'))::bigint as encounter_rate,
    (count(*) filter (where answered_initial and denied_initial and recovered))::bigint as overturned,
    (count(*) filter (where answered_initial and not claim_missing and is_first_pass))::bigint as first_pass,
    (count(*) filter (where answered_initial and not claim_missing))::bigint as first_pass_base,
    (
        count(*) filter (where is_counted and state != 'capitated' and allowed_cents > 0 and units_paid > 0)
    )::bigint as allowed_lines,
    (count(*) filter (where is_counted and open_expected_cents > 0))::bigint as open_valued,
    (count(*) filter (where is_counted and shifted_cents > 0))::bigint as shifted_lines,
    (count(*) filter (where is_office_pair))::bigint as office_pairs,
    (count(*) filter (where is_answered_pair))::bigint as answered_pairs,
    (count(*) filter (where is_answered_pair and em_lost_first))::bigint as em_lost_first,
    (count(*) filter (where is_answered_pair and em_lost_open))::bigint as em_lost_open,
    count(em_lost_cents)::bigint as em_standing,
    count(em_beside_cents)::bigint as em_beside,
    (count(*) filter (where is_office_pair and em_reduced_cents > 0))::bigint as em_reduced,
    (count(*) filter (where is_answered_pair and em_has_modifier_25))::bigint as answered_pairs_with_25,
    (count(*) filter (where is_answered_pair and em_has_modifier_25 and em_lost_first))::bigint as em_lost_with_25,
    (count(*) filter (where is_first_denied and initial_category in ('bundled', 'ncci_pair')))::bigint as bundled_first,
    (count(*) filter (where is_first_denied and initial_category = 'authorization'))::bigint as authorization_first,
    (count(*) filter (where is_counted and is_priced))::bigint as priced_lines,
    (count(*) filter (where due = 'owed'))::bigint as settled_lines,
    (count(*) filter (where response_days is not null))::bigint as responded,
    (count(*) filter (where answered_definition and denied_definition is null))::bigint as definition_unsure,
    (
        count(*) filter (where answered_definition and (
            $definition in ('claim_status_4', 'any_reason') or coalesce(denied_definition, true)
        ))
    )::bigint as definition_asked,
    (count(*) filter (where is_answered_pair and em_first_unsure))::bigint as em_first_unsure,
    (count(*) filter (where is_answered_pair and em_first_asked))::bigint as em_first_asked
from chosen
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
group by all
order by all
