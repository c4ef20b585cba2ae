-- One row per claim number as it is written: a hash that all ways to write it share, and the days of service that its
-- lines and answers lie under.
with dated as (
    select
        claim_id,
        service_date,
        service_date is null as is_undated
    from line
    union all
    select
        claim_id,
        service_date,
        service_date is null as is_undated
    from event
    union all
    -- What is on file and makes no line and no answer is found by its number all the same.
    select
        claim_id,
        null as service_date,
        false as is_undated
    from claim_line
    union all
    select
        claim_id,
        null as service_date,
        false as is_undated
    from remit_claim
)

select
    hash(upper(claim_id)) as number_hash,
    claim_id,
    min(service_date) as first_date,
    max(service_date) as last_date,
    bool_or(is_undated) as has_undated
from dated
where claim_id is not null
group by claim_id
order by number_hash
