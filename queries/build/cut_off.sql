-- One row: how far the data reach (meanings 1); never the clock.
with payment as (
    select coalesce(production_date, payment_date, interchange_date) as day
    from remit_payment
),

remit as (
    select
        max(day) as last_remit,
        min(day) as first_remit
    from payment
),

submitted as (
    select max(submitted_date) as last_submission
    from claim_line
)

select
    coalesce(remit.last_remit, submitted.last_submission)::date as as_of,
    remit.first_remit::date as first_remit
from remit
cross join submitted
