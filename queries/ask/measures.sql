-- One row per cell of the kept keys: sums over its 96372 lines, from which every metric is made.
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
    coalesce(sum(units), 0)::double as units,
    coalesce(sum(allowed_units), 0)::double as allowed_units,
    coalesce(sum(expected_answered), 0)::double as expected_answered,
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
