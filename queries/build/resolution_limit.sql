-- One row per payer, class or everyone: days by which 95 % of the denials that come back have come back (meanings 42).
-- Only denials of half a year ago and older tell: of younger ones only the quick have come back so far.
with came_back as (
    select
        hist.payer_id,
        hist.payer_class,
        hist.days,
        hist.lines
    from resolution_hist as hist
    cross join cut_off
    where hist.days is not null and hist.denied_on <= cut_off.as_of - settled_days()
),

scoped as (
    select
        'payer' as scope,
        payer_id as scope_id,
        days,
        sum(lines) as lines
    from came_back
    group by all
    union all
    select
        'class' as scope,
        payer_class as scope_id,
        days,
        sum(lines) as lines
    from came_back
    group by all
    union all
    select
        'all' as scope,
        'all' as scope_id,
        days,
        sum(lines) as lines
    from came_back
    group by all
),

running as (
    select
        scope,
        scope_id,
        days,
        sum(lines) over (partition by scope, scope_id) as lines,
        sum(lines) over (
            partition by scope, scope_id
            order by days
            rows between unbounded preceding and current row
        ) as back
    from scoped
)

select
    scope,
    scope_id,
    min(days) filter (where back >= usual_share() * lines)::integer as resolution_days,
    max(lines)::bigint as came_back
from running
where lines >= enough_of_payer()
group by scope, scope_id
