-- One row per payment that was sent more than once, now or before: which ones may be copies of each other.
with payment as (
    select * from now_remit_payment
    union all
    select before_one.*
    from gone_remit_payment as before_one
    semi join changed_load on before_one.source_sha = changed_load.source_sha
),

grouped as (
    select
        payment_id,
        source_sha,
        min(payment_id) over copies as group_id,
        min(payment_id) over copies != max(payment_id) over copies as is_repeated
    from payment
    window copies as (
        partition by
            coalesce(trace, amount::text),
            payment_date,
            coalesce(payer_source_id, payer_source_name),
            amount,
            credit_debit,
            claim_count,
            claim_paid,
            provider_adjusted,
            is_test
    )
)

select distinct
    payment_id,
    source_sha,
    group_id
from grouped
where is_repeated
