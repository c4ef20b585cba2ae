-- One row per leak, with its value less the cost of working it, of the chosen period and filters.
select
    * exclude (amount_cents, usual_days),
    case when is_workable then amount - $work_cost::decimal(12, 2) end::decimal(12, 2) as net_value
from leak_row
where
    ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
    and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
    and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
    and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
    and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
    and ($basis = 'service' or answer_month is not null)
    and (
        $start::date is null
        or case when $basis = 'answer' then answer_month else service_month end >= $start::date
    )
    and (
        $end::date is null
        or case when $basis = 'answer' then answer_month else service_month end <= $end::date
    )
order by service_date, claim_id, line_id, leak_class, encounter_id, rule
