-- One row per payer: days within which 95 % of what came back did so, of itself, its class or all (meanings 42).
with one as (
    select distinct
        payer_id,
        payer_class
    from payer
)

select
    one.payer_id,
    coalesce(own.resolution_days, alike.resolution_days, everyone.resolution_days) as usual_days,
    coalesce(own.came_back, alike.came_back, everyone.came_back) as usual_n,
    case
        when own.scope is not null then 'payer'
        when alike.scope is not null then 'class'
        when everyone.scope is not null then 'all'
    end as usual_of
from one
left join resolution_limit as own on own.scope = 'payer' and one.payer_id = own.scope_id
left join resolution_limit as alike on alike.scope = 'class' and one.payer_class = alike.scope_id
left join resolution_limit as everyone on everyone.scope = 'all'
