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

several as (
    select cluster_root
    from rooted
    group by cluster_root
    having count(*) > 1
),

member as (
    select
        rooted.*,
        row_number() over (
            partition by rooted.cluster_root
            order by rooted.is_secondary, rooted.submitted_date, rooted.frequency_code, rooted.claim_no
        ) as place
    from rooted
    semi join several on rooted.cluster_root = several.cluster_root
),

-- Which later submissions share a code and date with the first one.
sharing as (
    select distinct again.claim_no
    from member as again
    inner join member as first_one on again.cluster_root = first_one.cluster_root and first_one.place = 1
    inner join submitted_line as new_line on again.claim_no = new_line.claim_no
    inner join submitted_line as old_line
        on
            first_one.claim_no = old_line.claim_no
            and new_line.code = old_line.code
            and new_line.service_date = old_line.service_date
    where again.place > 1
),

-- The same number again as an original (frequency 1) is the same claim only for the same patient, date and a code.
-- A weak patient key holds the payer: to another payer it says nothing about the patient.
stranger as (
    select
        again.claim_no,
        again.patient_key
    from member as again
    inner join member as first_one on again.cluster_root = first_one.cluster_root and first_one.place = 1
    left join sharing on again.claim_no = sharing.claim_no
    where
        again.place > 1
        and again.frequency_code not in ('7', '8')
        and not again.is_secondary
        and (
            sharing.claim_no is null
            or not (
                again.patient_key = first_one.patient_key
                or (
                    'weak' in (again.patient_key_basis, first_one.patient_key_basis)
                    and again.payer_source != first_one.payer_source
                )
            )
        )
),

content as (
    select
        stranger.claim_no,
        stranger.patient_key,
        min(line.service_date::varchar || line.code) as first_code
    from stranger
    inner join submitted_line as line on stranger.claim_no = line.claim_no
    group by stranger.claim_no, stranger.patient_key
),

apart as (
    select
        content.claim_no,
        min(content.claim_no) over (
            partition by member.cluster_root, content.patient_key, content.first_code
        ) as root_id
    from content
    inner join member on content.claim_no = member.claim_no
),

placed as (
    select
        rooted.*,
        coalesce(apart.root_id, rooted.cluster_root) as root_id,
        several.cluster_root is not null as is_several
    from rooted
    left join several on rooted.cluster_root = several.cluster_root
    left join apart on rooted.claim_no = apart.claim_no
)

select
    *,
    1 as version,
    1 as versions
from placed
where not is_several
union all
select
    *,
    row_number() over (
        partition by root_id
        order by is_secondary and frequency_code not in ('7', '8'), submitted_date, frequency_code, claim_no
    ) as version,
    count(*) over (partition by root_id) as versions
from placed
where is_several
