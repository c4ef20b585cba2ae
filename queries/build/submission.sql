-- One row per distinct claim submission, with the cluster of same number and overlapping dates it lies in (meanings 7).
with claim as (
    select
        claim_key,
        any_value(billing_npi) as billing_npi,
        any_value(control) as control,
        any_value(patient_key) as patient_key,
        any_value(patient_key_basis) as patient_key_basis,
        any_value(coalesce(payer_source_id, payer_source_name, '')) as payer_source,
        any_value(frequency_code) as frequency_code,
        any_value(payer_sequence) as payer_sequence,
        any_value(submitted_date) as submitted_date,
        any_value(original_reference) as original_reference,
        any_value(claim_charge) as claim_charge,
        min(service_date) as from_date,
        max(service_date_to) as to_date
    from submitted_line
    group by claim_key
),

numbered as (
    select
        *,
        coalesce(billing_npi, '') || '|' || coalesce(control, claim_key) as number_key
    from claim
),

reach as (
    select
        *,
        max(to_date) over (
            partition by number_key
            order by from_date, to_date, claim_key
            rows between unbounded preceding and 1 preceding
        ) as reached
    from numbered
),

island as (
    select
        *,
        count(*) filter (where reached is null or from_date > reached) over (
            partition by number_key
            order by from_date, to_date, claim_key
            rows between unbounded preceding and current row
        ) as island
    from reach
)

select
    claim_key,
    billing_npi,
    control,
    patient_key,
    patient_key_basis,
    payer_source,
    frequency_code,
    payer_sequence,
    payer_sequence in ('S', 'T') as is_secondary,
    submitted_date,
    original_reference,
    claim_charge,
    from_date,
    to_date,
    md5(number_key || '|' || island::varchar || '|' || min(from_date) over (
        partition by number_key, island
    )::varchar) as cluster_id
from island
