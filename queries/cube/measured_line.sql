-- One row per 96372 line: what it adds to every measure that no definition of denied changes; 0, 1, cents or units.
with line_share as (
    select
        injection.*,
        answered_share.expected_answered as expected_share
    from injection
    left join answered_share
        on
            date_trunc('week', injection.submitted_date) = answered_share.week
            and injection.payer_id is not distinct from answered_share.payer_id
),

judged as (
    select
        *,
        answered_initial and denied_initial as is_first_denied,
        due = 'owed' as is_owed,
        is_counted and state != 'capitated' and allowed_cents > 0 and units_paid > 0 as is_allowed,
        is_awaited and (answered_initial or not answered_open) as is_sent,
        submitted_date <= $as_of::date - $age::integer as is_old_enough,
        answered_initial and denied_initial and first_answer_date - submitted_date <= $age::integer
            as is_denied_in_time
    from line_share
),

told as (
    select
        *,
        answered_initial and not denied_initial and initial_unclear as is_first_unclear,
        answered_open and not denied_open and open_unclear as is_open_unclear,
        is_first_denied and initial_category = 'unclassified' and coalesce(trim(initial_reason), '') = ''
            as is_first_untold,
        answered_open and denied_open and open_category = 'unclassified' and coalesce(trim(open_reason), '') = ''
            as is_open_untold
    from judged
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
    is_counted::integer as lines,
    case when is_counted then units end as units,
    (not is_counted)::integer as left_out,
    (answered_initial and is_counted)::integer as answered_initial,
    is_first_denied::integer as denied_initial,
    answered_open::integer as answered_open,
    (answered_open and denied_open)::integer as denied_open,
    case when answered_initial then charge_cents end as answered_charge_cents,
    case when answered_initial then initial_denial_cents end as denied_charge_cents,
    case when is_first_denied then denied_expected_cents end as denied_expected_cents,
    (is_first_denied and denied_expected_cents is not null)::integer as denied_valued,
    (is_counted and is_routed)::integer as routed,
    (answered_open or (is_counted and is_routed))::integer as answered_or_routed,
    (state = 'capitated')::integer as capitated,
    case when state = 'capitated' then charge_cents end as capitated_charge_cents,
    (state = 'in_encounter_rate')::integer as encounter_rate,
    case when state = 'in_encounter_rate' then charge_cents end as encounter_rate_charge_cents,
    (is_first_denied and recovered)::integer as overturned,
    (answered_initial and not claim_missing and is_first_pass)::integer as first_pass,
    (answered_initial and not claim_missing)::integer as first_pass_base,
    case when is_allowed then allowed_cents end as allowed_cents,
    case when is_allowed then units_paid end as allowed_units,
    is_allowed::integer as allowed_lines,
    case when answered_open then paid_cents end as paid_cents,
    case when answered_open then charge_cents - contractual_cents end as collectable_cents,
    case when is_counted then received_cents end as received_cents,
    case when is_counted then open_expected_cents end as open_expected_cents,
    (is_counted and open_expected_cents > 0)::integer as open_valued,
    (is_counted and open_expected_cents is null)::integer as open_unvalued,
    case when is_counted then shifted_cents end as shifted_cents,
    (is_counted and shifted_cents > 0)::integer as shifted_lines,
    is_office_pair::integer as office_pairs,
    is_answered_pair::integer as answered_pairs,
    (is_answered_pair and em_has_modifier_25)::integer as answered_pairs_with_25,
    (is_answered_pair and em_lost_first)::integer as em_lost_first,
    (is_answered_pair and em_lost_open)::integer as em_lost_open,
    (is_answered_pair and em_beside_first)::integer as em_beside_first,
    case when is_office_pair then em_reduced_cents end as em_reduced_cents,
    (is_first_denied and initial_category in ('bundled', 'ncci_pair'))::integer as bundled_first,
    (is_first_denied and initial_category = 'authorization')::integer as authorization_first,
    (is_counted and is_priced)::integer as priced_lines,
    case when is_counted and is_priced then allowed_cents end as priced_allowed_cents,
    case when is_counted and is_priced then round(medicare_fee_cents * units_paid, 0)::bigint end as priced_fee_cents,
    is_owed::integer as settled_lines,
    case when is_owed then expected_cents end as settled_expected_cents,
    case when is_owed then short_cents end as underpaid_cents,
    is_awaited::integer as awaited,
    (is_awaited and answered_open)::integer as awaited_answered,
    (is_awaited and expected_share is not null)::integer as curved,
    case when is_awaited then expected_share end as expected_answered,
    (answered_initial and (denied_initial or denied_open))::integer as fates,
    (is_sent and is_old_enough)::integer as aged,
    (is_sent and is_old_enough and is_denied_in_time)::integer as aged_denied,
    is_sent::integer as sent,
    (is_sent and is_denied_in_time)::integer as sent_denied_in_time,
    (is_sent and not answered_initial and not is_old_enough)::integer as sent_young,
    -- Of a share also: of how many lines it is asked, and of how many of these the files do not say.
    is_first_unclear::integer as first_unclear,
    is_open_unclear::integer as open_unclear,
    (is_first_unclear or coalesce(is_first_untold, false))::integer as first_unsure,
    (is_open_unclear or coalesce(is_open_untold, false))::integer as open_unsure,
    (
        is_sent and is_old_enough and is_first_unclear
        and first_answer_date - submitted_date <= $age::integer
    )::integer as aged_unclear,
    (answered_open and is_uncoded)::integer as uncoded,
    (is_answered_pair and em_first_asked)::integer as em_first_asked,
    (is_answered_pair and em_first_unsure)::integer as em_first_unsure,
    (is_answered_pair and em_open_asked)::integer as em_open_asked,
    (is_answered_pair and em_open_unsure)::integer as em_open_unsure
from told
