-- One row per combination of the wanted keys: sums over 96372 lines from which every metric is made.
with awaited as (
    select
        injection.*,
        answered_share.expected_answered
    from injection
    left join answered_share
        on
            date_trunc('week', injection.submitted_date) = answered_share.week
            and injection.payer_id is not distinct from answered_share.payer_id
),

chosen as (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month,
        case $definition
            when 'initial' then answered_initial
            when 'open' then answered_open
            else is_counted and has_event
        end as answered_definition,
        case $definition
            when 'initial' then denied_initial
            when 'open' then denied_open
            when 'claim_status_4' then any_status_4
            when 'zero_paid' then any_zero_paid
            when 'allowed_zero' then any_allowed_zero
            else any_reason
        end as denied_definition
    from awaited
    where
        ($payer_classes::varchar[] is null or payer_class in (select unnest($payer_classes::varchar[])))
        and ($payers::varchar[] is null or payer_id in (select unnest($payers::varchar[])))
        and ($providers::varchar[] is null or rendering_npi in (select unnest($providers::varchar[])))
        and ($places::varchar[] is null or place_of_service in (select unnest($places::varchar[])))
        and ($drugs::varchar[] is null or drug in (select unnest($drugs::varchar[])))
),

line as (
    select
        *,
        case
            when $basis = 'answer' and month < date_trunc('month', $as_of::date) then 1
            when $basis = 'answer' then day($as_of::date) / day(last_day($as_of::date))::double
            else expected_answered
        end as completeness,
        answered_initial and denied_initial as is_first_denied,
        due = 'owed' as is_owed
    from chosen
    where
        ($basis = 'service' or month is not null)
        and ($start::date is null or month >= $start::date)
        and ($end::date is null or month <= $end::date)
)

select
    case when $by_month then month end::date as month,
    case when $by_class then payer_class end as payer_class,
    case when $by_payer then payer_id end as payer_id,
    case when $by_payer then payer_name end as payer_name,
    case when $by_provider then rendering_npi end as rendering_npi,
    case when $by_provider then provider_name end as provider_name,
    case when $by_place then place_of_service end as place_of_service,
    case when $by_drug then drug end as drug,
    (count(*) filter (where is_counted))::bigint as lines,
    (coalesce(sum(units) filter (where is_counted), 0))::double as units,
    (count(*) filter (where not is_counted))::bigint as left_out,
    (count(*) filter (where answered_initial and is_counted))::bigint as answered_initial,
    (count(*) filter (where answered_initial and denied_initial))::bigint as denied_initial,
    (count(*) filter (where answered_open))::bigint as answered_open,
    (count(*) filter (where answered_open and denied_open))::bigint as denied_open,
    (count(*) filter (where answered_definition))::bigint as answered_definition,
    (count(*) filter (where answered_definition and denied_definition))::bigint as denied_definition,
    (count(distinct claim_key) filter (where answered_definition))::bigint as claims_answered,
    (count(distinct claim_key) filter (where answered_definition and denied_definition))::bigint as claims_denied,
    (coalesce(sum(charge_cents) filter (where answered_initial), 0))::bigint as answered_charge_cents,
    (coalesce(sum(initial_denial_cents) filter (where answered_initial), 0))::bigint as denied_charge_cents,
    (coalesce(sum(denied_expected_cents) filter (where answered_initial and denied_initial), 0))::bigint
        as denied_expected_cents,
    (count(denied_expected_cents) filter (where answered_initial and denied_initial))::bigint as denied_valued,
    (count(*) filter (where is_counted and is_routed))::bigint as routed,
    (count(*) filter (where answered_open or (is_counted and is_routed)))::bigint as answered_or_routed,
    (count(*) filter (where answered_initial and denied_initial and recovered))::bigint as overturned,
    (count(*) filter (where answered_initial and not claim_missing and is_first_pass))::bigint as first_pass,
    (count(*) filter (where answered_initial and not claim_missing))::bigint as first_pass_base,
    (coalesce(sum(allowed_cents) filter (where is_counted and allowed_cents > 0 and units_paid > 0), 0))::bigint
        as allowed_cents,
    (coalesce(sum(units_paid) filter (where is_counted and allowed_cents > 0 and units_paid > 0), 0))::double
        as allowed_units,
    (count(*) filter (where is_counted and allowed_cents > 0 and units_paid > 0))::bigint as allowed_lines,
    (coalesce(sum(paid_cents) filter (where answered_open), 0))::bigint as paid_cents,
    (coalesce(sum(charge_cents - contractual_cents) filter (where answered_open), 0))::bigint as collectable_cents,
    (coalesce(sum(received_cents) filter (where is_counted), 0))::bigint as received_cents,
    (coalesce(sum(open_expected_cents) filter (where is_counted), 0))::bigint as open_expected_cents,
    (count(*) filter (where is_counted and open_expected_cents > 0))::bigint as open_valued,
    (coalesce(sum(shifted_cents) filter (where is_counted), 0))::bigint as shifted_cents,
    (count(*) filter (where is_counted and shifted_cents > 0))::bigint as shifted_lines,
    (count(*) filter (where is_office_pair))::bigint as office_pairs,
    (count(*) filter (where is_office_pair and em_has_modifier_25))::bigint as office_pairs_with_25,
    (count(*) filter (where is_answered_pair))::bigint as answered_pairs,
    (count(*) filter (where is_answered_pair and em_lost_first))::bigint as em_lost_first,
    (count(*) filter (where is_answered_pair and em_lost_open))::bigint as em_lost_open,
    (count(*) filter (where is_first_denied and initial_category in ('bundled', 'ncci_pair')))::bigint as bundled_first,
    (count(*) filter (where is_first_denied and initial_category = 'authorization'))::bigint as authorization_first,
    (count(*) filter (where is_counted and is_priced))::bigint as priced_lines,
    (coalesce(sum(allowed_cents) filter (where is_counted and is_priced), 0))::bigint as priced_allowed_cents,
    (coalesce(sum(round(medicare_fee_cents * units_paid, 0)) filter (where is_counted and is_priced), 0))::bigint
        as priced_fee_cents,
    (count(*) filter (where is_owed))::bigint as settled_lines,
    (coalesce(sum(expected_cents) filter (where is_owed), 0))::bigint as settled_expected_cents,
    (coalesce(sum(short_cents) filter (where is_owed), 0))::bigint as underpaid_cents,
    (count(*) filter (where is_awaited))::bigint as awaited,
    (count(*) filter (where is_awaited and answered_open))::bigint as awaited_answered,
    (count(completeness) filter (where is_awaited))::bigint as curved,
    (coalesce(sum(completeness) filter (where is_awaited), 0))::double as expected_answered
from line
group by all
order by all
