-- One row per payer with 30 answered claims: 95th percentile of days to the first answer, Kaplan-Meier (meanings 20).
with waited as (
    select
        hist.payer_id,
        coalesce(hist.days, hist.age) as days,
        sum(hist.lines) filter (where hist.days is not null) as answered,
        sum(hist.lines) as leaving
    from lag_hist as hist
    inner join answered_claim on hist.payer_id = answered_claim.payer_id and answered_claim.claims >= enough_of_payer()
    where coalesce(hist.days, hist.age) >= 0
    group by hist.payer_id, coalesce(hist.days, hist.age)
),

at_risk as (
    select
        payer_id,
        days,
        coalesce(answered, 0)::double as answered,
        sum(leaving) over (
            partition by payer_id
            order by days desc
            rows between unbounded preceding and current row
        )::double as at_risk
    from waited
),

survival as (
    select
        payer_id,
        days,
        answered,
        exp(sum(case when answered >= at_risk then -1000 else ln(1 - answered / at_risk) end) over (
            partition by payer_id
            order by days
            rows between unbounded preceding and current row
        )) as waiting
    from at_risk
)

select
    payer_id,
    coalesce(
        min(days) filter (where waiting <= 1 - usual_share() + 1e-9), max(days) filter (where answered > 0)
    )::integer as p95_days
from survival
group by payer_id
