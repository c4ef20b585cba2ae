-- One row per service line of the chosen period and filters, with everything known about it.
select
    line.*,
    work.root_line_id,
    work.limit_basis,
    coalesce(work.is_late, false) as is_late
from line
left join work_now as work on line.line_id = work.line_id
where
    ($payer_classes::varchar[] is null or line.payer_class = any($payer_classes::varchar[]))
    and ($payers::varchar[] is null or line.payer_id = any($payers::varchar[]))
    and ($providers::varchar[] is null or line.rendering_npi = any($providers::varchar[]))
    and ($places::varchar[] is null or line.place_of_service = any($places::varchar[]))
    and ($drugs::varchar[] is null or line.drug = any($drugs::varchar[]))
    and (
        case
            when $basis = 'answer' then line.first_answer_date is not null
            else true
        end
    )
    and (
        $start::date is null
        or date_trunc('month', case when $basis = 'answer' then line.first_answer_date else line.service_date end)
        >= $start::date
    )
    and (
        $end::date is null
        or date_trunc('month', case when $basis = 'answer' then line.first_answer_date else line.service_date end)
        <= $end::date
    )
order by line.service_date, line.claim_id, line.line_number, line.line_id
