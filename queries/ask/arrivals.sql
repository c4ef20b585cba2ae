-- One row per cell of the kept keys: what some loads brought for its 96372 lines: claims, answers, denials, cash.
with brought as (
    select
        line_id,
        bool_or(kind in ('answer', 'secondary')) as is_answered,
        -- A denial that came and was taken back in the same files is no news.
        bool_or(kind = 'answer' and denial > 0 and cancelled_by is null) as is_denied,
        -- Denied, or left to the patient: whether, the line's own flags say below.
        bool_or(kind = 'answer' and paid = 0 and cancelled_by is null) as is_unpaid,
        sum(case when kind = 'answer' and denial > 0 and cancelled_by is null then denial else 0 end) as denial,
        sum(case when paid > 0 then paid else 0 end) as paid,
        sum(case when paid < 0 then -paid else 0 end) as taken_back
    from event
    where source_sha in (select unnest($loads::varchar[]))
    group by line_id
),

touched as (
    select
        kept.*,
        brought.*,
        coalesce(
            not kept.claim_missing and kept.source_sha in (select unnest($loads::varchar[])), false
        ) as is_billed,
        coalesce(
            brought.is_unpaid and not brought.is_denied and (kept.initial_unclear or kept.open_unclear), false
        ) as is_unsure
    from kept
    left join brought on kept.line_id = brought.line_id
    where kept.is_counted
)

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
    (count(*) filter (where is_billed))::bigint as billed,
    (count(*) filter (where is_answered))::bigint as answered,
    (count(*) filter (where is_denied))::bigint as denied,
    (count(*) filter (where is_unsure))::bigint as unsure,
    (coalesce(sum(denial), 0) * 100)::bigint as denied_cents,
    (coalesce(sum(paid), 0) * 100)::bigint as paid_cents,
    (coalesce(sum(taken_back), 0) * 100)::bigint as taken_back_cents
from touched
where is_billed or is_answered is not null
group by all
