-- One row per combination of the wanted keys and role: both sides of the leak ledger, and what stands beside them.
with line as (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month
    from ledger
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
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
    role,
    sum(expected_cents)::bigint as expected_cents,
    sum(received_cents)::bigint as received_cents,
    sum(overpaid_cents)::bigint as overpaid_cents,
    sum(leak_cents)::bigint as leak_cents,
    (count(*) filter (where standing = 'valued'))::bigint as valued,
    (count(*) filter (where standing = 'open'))::bigint as open,
    coalesce(sum(charge_cents) filter (where standing = 'open'), 0)::bigint as open_charge_cents,
    (count(*) filter (where standing = 'not_valued'))::bigint as not_valued,
    coalesce(sum(charge_cents) filter (where standing = 'not_valued'), 0)::bigint as not_valued_charge_cents,
    (count(*) filter (where is_unrated))::bigint as unrated,
    coalesce(sum(received_cents) filter (where is_unrated), 0)::bigint as unrated_received_cents
from line
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
group by all
order by all
