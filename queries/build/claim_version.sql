-- One row per submission: the claim it belongs to and which version of that claim it is.
with recursive climb as (
    select
        cluster_id,
        parent_id as root_id,
        1 as depth
    from claim_root
    union all
    select
        climb.cluster_id,
        claim_root.parent_id as root_id,
        climb.depth + 1 as depth
    from climb
    inner join claim_root on climb.root_id = claim_root.cluster_id
    where climb.depth < 30
),

root as (
    select
        cluster_id,
        arg_max(root_id, depth) as root_id
    from climb
    group by cluster_id
),

rooted as (
    select
        submission.*,
        coalesce(root.root_id, submission.cluster_id) as cluster_root
    from submission
    left join root on submission.cluster_id = root.cluster_id
),

opening as (
    select
        cluster_root,
        arg_min(claim_key, (is_secondary, submitted_date, frequency_code, claim_key)) as claim_key
    from rooted
    group by cluster_root
    having count(*) > 1
),

-- The same number again as an original (frequency 1) is the same claim only for the same patient, date and a code.
-- A weak patient key holds the payer: to another payer it says nothing about the patient.
stranger as (
    select again.claim_key
    from rooted as again
    inner join opening on again.cluster_root = opening.cluster_root and again.claim_key != opening.claim_key
    inner join rooted as first_one on opening.claim_key = first_one.claim_key
    where
        again.frequency_code not in ('7', '8')
        and not again.is_secondary
        and not (
            (
                again.patient_key = first_one.patient_key
                or (
                    'weak' in (again.patient_key_basis, first_one.patient_key_basis)
                    and again.payer_source != first_one.payer_source
                )
            )
            and exists (
                select 1
                from submitted_line as new_line
                inner join submitted_line as old_line
                    on new_line.code = old_line.code and new_line.service_date = old_line.service_date
                where new_line.claim_key = again.claim_key and old_line.claim_key = first_one.claim_key
            )
        )
),

content as (
    select
        line.claim_key,
        min(line.service_date::varchar || line.code) as first_code
    from submitted_line as line
    inner join stranger on line.claim_key = stranger.claim_key
    group by line.claim_key
),

placed as (
    select
        rooted.*,
        case
            when content.claim_key is null then rooted.cluster_root
            else md5(concat_ws('|', rooted.cluster_root, rooted.patient_key, content.first_code))
        end as root_id
    from rooted
    left join content on rooted.claim_key = content.claim_key
)

select
    claim_key,
    root_id,
    cluster_root,
    billing_npi,
    control,
    patient_key,
    frequency_code,
    is_secondary,
    submitted_date,
    original_reference,
    claim_charge,
    from_date,
    to_date,
    row_number() over (
        partition by root_id
        order by is_secondary and frequency_code not in ('7', '8'), submitted_date, frequency_code, claim_key
    ) as version,
    count(*) over (partition by root_id) as versions
from placed
