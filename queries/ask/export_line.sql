-- One row per service line of the chosen period and filters, with everything known about it.
with chosen as (
    select *
    from line
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
        and (
            case
                when $basis = 'answer' then first_answer_date is not null
                else true
            end
        )
        and (
            $start::date is null
            or date_trunc('month', case when $basis = 'answer' then first_answer_date else service_date end)
            >= $start::date
        )
        and (
            $end::date is null
            or date_trunc('month', case when $basis = 'answer' then first_answer_date else service_date end)
            <= $end::date
        )
)

select
    chosen.*,
    work.root_line_id,
    work.limit_basis,
    coalesce(work.is_late, false) as is_late
from chosen
left join work_now as work on chosen.line_id = work.line_id
order by chosen.service_date, chosen.claim_id, chosen.line_number, chosen.line_id
