-- One row per payer, class or everyone and day: share of ever answered lines that was answered by then (meanings 38).
with mature as (
    select
        lag_hist.payer_id,
        lag_hist.payer_class,
        lag_hist.days,
        sum(lag_hist.lines) as lines
    from lag_hist
    cross join cut_off
    where lag_hist.week <= cut_off.as_of - settled_days()
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
),

sized as (
    select
        scope,
        scope_id,
        sum(lines)::bigint as lines
    from scoped
    group by all
),

answered as (
    select *
    from scoped
    where days is not null
)

select
    answered.scope,
    answered.scope_id,
    answered.days,
    coalesce(lead(answered.days) over whole_scope, 2147483647)::integer as next_days,
    (sum(answered.lines) over (
        partition by answered.scope, answered.scope_id
        order by answered.days
        rows between unbounded preceding and current row
    ) / sum(answered.lines) over (partition by answered.scope, answered.scope_id))::double as answered_share,
    sized.lines
from answered
inner join sized on answered.scope = sized.scope and answered.scope_id = sized.scope_id
window whole_scope as (partition by answered.scope, answered.scope_id order by answered.days)
