-- One row: what all service lines of the facts were paid, and of that the injections, in cents.
select
    (coalesce(sum(paid), 0) * 100)::bigint as paid_cents,
    (coalesce(sum(paid) filter (where role = 'injection'), 0) * 100)::bigint as injection_cents
from line
