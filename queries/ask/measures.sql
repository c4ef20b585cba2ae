-- One row per cell of the kept keys: sums over its 96372 lines, from which every metric is made.
-- Units are in thousandths and shares of a line in billionths: whole numbers add up to the same in any order.
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
    coalesce(sum(units * 1000), 0)::bigint as units,
    coalesce(sum(allowed_units * 1000), 0)::bigint as allowed_units,
    coalesce(sum(round(expected_answered * 1000000000, 0)::bigint), 0)::bigint as expected_answered,
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
                    units,
                    allowed_units,
                    expected_answered
                )
            )
        ), 0
    )::bigint
from kept
group by all
