-- One row per load: a small number for its sha256, so that a row's place in all data is one integer.
with seen as (
    select distinct source_sha
    from claim_line
    union
    select distinct source_sha
    from remit_payment
)

select
    source_sha,
    row_number() over (order by source_sha) as load_no
from seen
