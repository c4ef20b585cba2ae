-- One row per patient, month, cause, kind of line, and whether it can still be worked: what leaked.
with missing as (
    select
        * exclude (is_workable),
        case when $basis = 'answer' then answer_month else service_month end as month,
        is_workable and (line_id is null or not list_contains($closed::varchar[], line_id)) as is_workable
    from leak_row
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
)

select
    coalesce(patient_key, encounter_id) as patient,
    leak_class,
    rule,
    side,
    role = 'drug' as is_drug,
    month::date as month,
    is_workable,
    is_late,
    count(*)::bigint as lines,
    sum(amount_cents)::bigint as amount_cents,
    coalesce(
        sum(amount_cents - $work_cost_cents) filter (where is_workable and amount_cents > $work_cost_cents), 0
    )::bigint as worth_cents
from missing
group by all
order by all
