-- One row per distinct claim submission, with the cluster of same number and overlapping dates it lies in (meanings 7).
with reach as (
    select
        claim_no,
        min(service_date) as from_date,
        max(service_date_to) as to_date
    from submitted_line
    group by claim_no
),

claim as (
    select
        line.claim_no,
        line.claim_key,
        line.billing_npi,
        line.control,
        line.patient_key,
        line.patient_key_basis,
        coalesce(line.payer_source_id, line.payer_source_name, '') as payer_source,
        line.frequency_code,
        line.payer_sequence in ('S', 'T') as is_secondary,
        line.submitted_date,
        line.original_reference,
        line.claim_charge,
        reach.from_date,
        reach.to_date,
        coalesce(line.billing_npi, '') || '|' || coalesce(line.control, line.claim_no::varchar) as number_key
    from submitted_line as line
    inner join reach on line.claim_no = reach.claim_no
    where line.line_number = 1
),

repeated as (
    select number_key
    from claim
    group by number_key
    having count(*) > 1
),

reached as (
    select
        claim.claim_no,
        claim.number_key,
        claim.from_date,
        max(claim.to_date) over (
            partition by claim.number_key
            order by claim.from_date, claim.to_date, claim.claim_no
            rows between unbounded preceding and 1 preceding
        ) as reached,
        row_number() over (
            partition by claim.number_key
            order by claim.from_date, claim.to_date, claim.claim_no
        ) as place
    from claim
    semi join repeated on claim.number_key = repeated.number_key
),

island as (
    select
        claim_no,
        number_key,
        count(*) filter (where reached is null or from_date > reached) over (
            partition by number_key
            order by place
            rows between unbounded preceding and current row
        ) as island
    from reached
),

cluster as (
    select
        claim_no,
        min(claim_no) over (partition by number_key, island) as cluster_id
    from island
)

select
    claim.*,
    coalesce(cluster.cluster_id, claim.claim_no) as cluster_id
from claim
left join cluster on claim.claim_no = cluster.claim_no
