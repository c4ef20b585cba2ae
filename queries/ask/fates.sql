-- One row per combination of the wanted keys: first-answered lines with a standing denial, and which of them are final.
-- A mark counts from the day it was set; without one, a denial older than the payer's usual time to come back is final.
select
    case when $by_month then month end::date as month,
    case when $by_class then payer_class end as payer_class,
    case when $by_payer then payer_id end as payer_id,
    case when $by_payer then payer_name end as payer_name,
    case when $by_provider then rendering_npi end as rendering_npi,
    case when $by_provider then provider_name end as provider_name,
    case when $by_place then place_of_service end as place_of_service,
    case when $by_drug then drug end as drug,
    (count(*) filter (where is_final))::bigint as final_denied,
    (count(*) filter (where is_closed))::bigint as final_marked,
    (count(*) filter (where not is_final))::bigint as fates_open
from (
    select
        *,
        is_closed or coalesce($as_of::date - stands_since > resolution_days, false) as is_final
    from (
        select
            dated.*,
            coalesce(last_mark.kind in ('written_off', 'closed'), false) as is_closed,
            greatest(dated.denied_since, last_mark.day) as stands_since,
            coalesce(payer_limit.resolution_days, class_limit.resolution_days, all_limit.resolution_days)
                as resolution_days
        from (
            select
                *,
                case when $basis = 'answer' then answer_month else service_month end as month
            from measured
        ) as dated
        left join last_mark on dated.line_id = last_mark.line_id
        left join resolution_limit as payer_limit
            on payer_limit.scope = 'payer' and dated.payer_id = payer_limit.scope_id
        left join resolution_limit as class_limit
            on class_limit.scope = 'class' and dated.payer_class = class_limit.scope_id
        left join resolution_limit as all_limit on all_limit.scope = 'all'
    )
)
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
    and ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
    and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
    and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
    and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
    and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
group by all
order by all
