-- One row per recoverable line worth looking at, the most money first; those due soon by their deadline.
with missing as (
    select
        *,
        (amount * 100)::bigint as amount_cents
    from leak
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
        and recoverable != 'N'
        and ($rule::varchar is null or rule = $rule::varchar)
        and not list_contains($closed::varchar[], coalesce(line_id, encounter_id))
        and ($marked::varchar[] is null or list_contains($marked::varchar[], coalesce(line_id, encounter_id)))
        and case $due
            when 'soon' then deadline between $as_of::date and $soon::date
            when 'late' then deadline < $as_of::date
            when 'ahead' then deadline is null or deadline >= $as_of::date
            else true
        end
)

-- An administration that was never billed has no line: its encounter is what a mark is set on.
select
    coalesce(line_id, encounter_id) as work_id,
    claim_id,
    service_date,
    payer_name,
    provider_name,
    role,
    rule,
    amount_cents,
    amount_cents - $work_cost_cents as net_cents,
    recoverable,
    side,
    first_step,
    coalesce(adverse_date, service_date) as since,
    deadline,
    deadline_kind,
    deadline_note
from missing
order by case when $due = 'soon' then deadline end, amount_cents desc, service_date, claim_id, work_id, rule
limit $most
