-- One row per payer, class or everyone and day: share of ever answered lines that was answered by then (meanings 38).
with mature as (
    select
        lag_hist.payer_id,
        lag_hist.payer_class,
        lag_hist.days,
        sum(lag_hist.lines) as lines
    from lag_hist
    cross join cut_off
    where lag_hist.week <= cut_off.as_of - 180 and lag_hist.days is not null
    group by all
),

scoped as (
    select
        'payer' as scope,
        payer_id as scope_id,
        days,
        sum(lines) as lines
    from mature
    group by all
    union all
    select
        'class' as scope,
        payer_class as scope_id,
        days,
        sum(lines) as lines
    from mature
    group by all
    union all
    select
        'all' as scope,
        'all' as scope_id,
        days,
        sum(lines) as lines
    from mature
    group by all
)

select
    scope,
    scope_id,
    days,
    coalesce(lead(days) over whole_scope, 2147483647)::integer as next_days,
    (sum(lines) over (
        partition by scope, scope_id
        order by days
        rows between unbounded preceding and current row
    ) / sum(lines) over (partition by scope, scope_id))::double as answered_share,
    (sum(lines) over (partition by scope, scope_id))::bigint as lines
from scoped
window whole_scope as (partition by scope, scope_id order by days)
