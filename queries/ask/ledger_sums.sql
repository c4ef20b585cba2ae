-- One row per cell of the kept keys and role: both sides of the leak ledger, and what stands beside them.
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
    role,
    sum(expected_cents)::bigint as expected_cents,
    sum(received_cents)::bigint as received_cents,
    sum(overpaid_cents)::bigint as overpaid_cents,
    sum(leak_cents)::bigint as leak_cents,
    (count(*) filter (where standing = 'valued'))::bigint as valued,
    (count(*) filter (where standing = 'open'))::bigint as open,
    coalesce(sum(charge_cents) filter (where standing = 'open'), 0)::bigint as open_charge_cents,
    (count(*) filter (where standing = 'not_valued'))::bigint as not_valued,
    coalesce(sum(charge_cents) filter (where standing = 'not_valued'), 0)::bigint as not_valued_charge_cents,
    (count(*) filter (where is_unrated))::bigint as unrated,
    coalesce(sum(received_cents) filter (where is_unrated), 0)::bigint as unrated_received_cents
from kept
group by all
