-- One row per payer: what some loads brought for its 96372 lines: claims, answers, denials, cash.
with chosen as (
    select *
    from injection
    where
        is_counted
        and ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
),

brought as (
    select
        line_id,
        bool_or(kind in ('answer', 'secondary')) as is_answered,
        -- A denial that came and was taken back in the same files is no news.
        bool_or(kind = 'answer' and denial > 0 and cancelled_by is null) as is_denied,
        sum(case when kind = 'answer' and denial > 0 and cancelled_by is null then denial else 0 end) as denial,
        sum(case when paid > 0 then paid else 0 end) as paid,
        sum(case when paid < 0 then -paid else 0 end) as taken_back
    from event
    where source_sha in (select unnest($loads::varchar[]))
    group by line_id
)

select
    chosen.payer_id,
    chosen.payer_name,
    (
        count(*) filter (where not chosen.claim_missing and chosen.source_sha in (select unnest($loads::varchar[])))
    )::bigint as billed,
    (count(*) filter (where brought.is_answered))::bigint as answered,
    (count(*) filter (where brought.is_denied))::bigint as denied,
    (coalesce(sum(brought.denial), 0) * 100)::bigint as denied_cents,
    (coalesce(sum(brought.paid), 0) * 100)::bigint as paid_cents,
    (coalesce(sum(brought.taken_back), 0) * 100)::bigint as taken_back_cents
from chosen
left join brought on chosen.line_id = brought.line_id
group by all
having billed > 0 or count(brought.line_id) > 0
order by paid_cents desc, chosen.payer_id
