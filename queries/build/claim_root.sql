-- One row per cluster of submissions that replaces or voids another one: its original (meanings 9).
with opening as (
    select *
    from submission
    qualify row_number() over (
        partition by cluster_id
        order by submitted_date, is_secondary, frequency_code, claim_no
    ) = 1
),

correction as (
    select *
    from opening
    where frequency_code in ('7', '8')
),

by_reference as (
    select
        correction.cluster_id,
        original.cluster_id as parent_id,
        1 as rank,
        original.submitted_date,
        original.from_date
    from correction
    inner join remit_event_claim as remit
        on control_of(correction.original_reference) = control_of(remit.payer_claim_id)
    inner join opening as original
        on
            remit.control = original.control
            and correction.billing_npi is not distinct from original.billing_npi
            and correction.cluster_id != original.cluster_id
            and remit.from_date between original.from_date and original.to_date
),

by_number as (
    select
        correction.cluster_id,
        original.cluster_id as parent_id,
        2 as rank,
        original.submitted_date,
        original.from_date
    from correction
    inner join opening as original
        on
            correction.control = original.control
            and correction.billing_npi is not distinct from original.billing_npi
            and correction.patient_key = original.patient_key
            and correction.cluster_id != original.cluster_id
            and correction.submitted_date >= original.submitted_date
)

select
    cluster_id,
    arg_min(parent_id, (rank, -epoch(submitted_date::timestamp), -epoch(from_date::timestamp), parent_id)) as parent_id
from (
    select * from by_reference
    union all
    select * from by_number
) as found
group by cluster_id
