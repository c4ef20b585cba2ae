-- One row per submission week and payer: the share of such lines that is answered by now (meanings 38).
with awaited as (
    select distinct
        lag_seen.week,
        lag_seen.payer_id,
        lag_seen.payer_class,
        date_diff('day', lag_seen.week, cut_off.as_of)::integer as age
    from lag_seen
    cross join cut_off
),

curve as (
    select distinct
        scope,
        scope_id,
        lines
    from lag_curve
),

scoped as (
    select
        awaited.*,
        case
            when payer_curve.lines >= enough_for_curve() then 'payer'
            when class_curve.lines >= enough_for_curve() then 'class'
            when all_curve.lines > 0 then 'all'
        end as scope
    from awaited
    left join curve as payer_curve on awaited.payer_id = payer_curve.scope_id and payer_curve.scope = 'payer'
    left join curve as class_curve on awaited.payer_class = class_curve.scope_id and class_curve.scope = 'class'
    left join curve as all_curve on all_curve.scope_id = 'all' and all_curve.scope = 'all'
)

select
    scoped.week,
    scoped.payer_id,
    case when scoped.scope is not null then coalesce(curve.answered_share, 0) end::double as expected_answered
from scoped
left join lag_curve as curve
    on
        scoped.scope = curve.scope
        and curve.scope_id = case scoped.scope
            when 'payer' then scoped.payer_id
            when 'class' then scoped.payer_class
            else 'all'
        end
        and scoped.age >= curve.days and scoped.age < curve.next_days
