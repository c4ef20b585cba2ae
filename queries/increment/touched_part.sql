-- One row per part of the facts that rows of a touched family may lie in, now or before.
with dated as (
    select service_date from taken_claim_line
    union
    select line.service_date
    from gone_claim_line as line
    semi join changed_load on line.source_sha = changed_load.source_sha
    union
    select service_date from taken_remit_line
    union
    select line.service_date
    from gone_remit_line as line
    semi join changed_load on line.source_sha = changed_load.source_sha
    union
    select service_date_from as service_date from taken_remit_claim
    union
    select claim.service_date_from as service_date
    from gone_remit_claim as claim
    semi join changed_load on claim.source_sha = changed_load.source_sha
    union
    select null as service_date
)

select distinct part_of(service_date) as part
from dated
