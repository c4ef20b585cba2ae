-- One row per 96372 line: after how many days a denial by its payer counts as final.
select
    injection.*,
    coalesce(payer_limit.resolution_days, class_limit.resolution_days, all_limit.resolution_days) as resolution_days
from injection
left join resolution_limit as payer_limit
    on payer_limit.scope = 'payer' and injection.payer_id = payer_limit.scope_id
left join resolution_limit as class_limit
    on class_limit.scope = 'class' and injection.payer_class = class_limit.scope_id
left join resolution_limit as all_limit on all_limit.scope = 'all'
