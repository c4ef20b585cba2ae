-- One row per cell of the kept keys, days and whether the line was answered: how many 96372 lines.
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
    coalesce(response_days, greatest(0, date_diff('day', submitted_date, $as_of::date)))::bigint as days,
    response_days is not null as is_answered,
    count(*)::bigint as lines
from kept
where is_counted and (submitted_date is not null or response_days is not null)
group by all
