-- One row per line and class of the leak ledger.
select
    *,
    (amount * 100)::bigint as amount_cents
from leak
