-- One row per way in which some claim numbers are written, and where the lines and answers under it lie.
select
    claim_id,
    first_date,
    last_date,
    has_undated
from claim_number
where
    number_hash = any(list_transform($numbers::varchar[], lambda number: hash(upper(number))))
    and list_contains(list_transform($numbers::varchar[], lambda number: upper(number)), upper(claim_id))
