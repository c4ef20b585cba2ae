-- One row per cell of the kept keys: items of work that can be worked, of them marked ones, and what came after marks.
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
    (count(*) filter (where is_workable))::bigint as workable_items,
    coalesce(sum(amount_cents) filter (where is_workable), 0)::bigint as workable_cents,
    coalesce(sum(amount_cents) filter (where is_workable and state != 'open'), 0)::bigint as marked_cents,
    count(marked_at)::bigint as marked_items,
    (count(*) filter (where recovered > 0))::bigint as recovered_count,
    coalesce(sum(recovered) * 100, 0)::bigint as recovered_cents
from kept
group by all
