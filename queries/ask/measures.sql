-- One row per combination of the wanted keys: sums over 96372 lines from which every metric is made.
-- `measured` is the smallest table that has the keys and filters: lines (cube/measured_line.sql) or cells of a cube.
select
    case when $by_month then month end::date as month,
    case when $by_class then payer_class end as payer_class,
    case when $by_payer then payer_id end as payer_id,
    case when $by_payer then payer_name end as payer_name,
    case when $by_provider then rendering_npi end as rendering_npi,
    case when $by_provider then provider_name end as provider_name,
    case when $by_place then place_of_service end as place_of_service,
    case when $by_drug then drug end as drug,
    (sum(coalesce(claims_answered, 0)) + count(distinct answered_claim))::bigint as claims_answered,
    (sum(coalesce(claims_denied, 0)) + count(distinct denied_claim))::bigint as claims_denied,
    coalesce(sum(units), 0)::double as units,
    coalesce(sum(allowed_units), 0)::double as allowed_units,
    coalesce(sum(case when $basis = 'answer' then awaited * closed else expected_answered end), 0)::double
        as expected_answered,
    coalesce(sum(case when $basis = 'service' then curved when closed is not null then awaited end), 0)::bigint
        as curved,
    coalesce(
        sum(
            columns(
                * exclude (
                    service_month,
                    answer_month,
                    payer_class,
                    payer_id,
                    payer_name,
                    rendering_npi,
                    provider_name,
                    place_of_service,
                    drug,
                    month,
                    closed,
                    answered_claim,
                    denied_claim,
                    claims_answered,
                    claims_denied,
                    units,
                    allowed_units,
                    expected_answered,
                    curved
                )
            )
        ), 0
    )::bigint
from (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month,
        -- A month of answers is complete by as much of it as is over.
        case
            when answer_month < date_trunc('month', $as_of::date) then 1
            else day($as_of::date) / day(last_day($as_of::date))::double
        end as closed
    from measured
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
)
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
group by all
order by all
