-- One row per first-answered 96372 line with a standing denial: whether it is closed by a mark, and whether final.
-- A mark counts from the day it was set; without one, a denial older than the payer's usual time to come back is final.
select
    *,
    is_closed or coalesce($as_of::date - stands_since > resolution_days, false) as is_final
from (
    select
        injection.*,
        coalesce(last_mark.kind in ('written_off', 'closed'), false) as is_closed,
        greatest(injection.denied_since, last_mark.day) as stands_since,
        coalesce(payer_limit.resolution_days, class_limit.resolution_days, all_limit.resolution_days)
            as resolution_days
    from injection
    left join last_mark on injection.line_id = last_mark.line_id
    left join resolution_limit as payer_limit
        on payer_limit.scope = 'payer' and injection.payer_id = payer_limit.scope_id
    left join resolution_limit as class_limit
        on class_limit.scope = 'class' and injection.payer_class = class_limit.scope_id
    left join resolution_limit as all_limit on all_limit.scope = 'all'
    where injection.answered_initial and injection.denied_open
)
