-- One row per part with telling remarks: the category they choose, and what can be done about it (meanings 17, 41).
with remark as (
    select
        part_no,
        unnest(remarks) as code,
        0 as level
    from service_part
    where len(remarks) > 0
    union all
    select
        part.part_no,
        unnest(claim.remarks) as code,
        1 as level
    from service_part as part
    inner join remit_event_claim as claim on part.remit_no = claim.remit_no
    where len(claim.remarks) > 0
),

-- A remark that says what to do explains a denial only where no other does, and these three never.
told as (
    select
        remark.part_no,
        told.code,
        disposition_of(told.disposition) as disposition,
        told.place,
        class.category,
        case
            when not class.alert and class.code not in ('MA130', 'MA113', 'N211')
                then case when told.code is null then 0 else 200000 end + remark.level * 100000 + class.place
        end as remark_rank
    from remark
    left join remark_class as class on upper(trim(remark.code)) = class.code
    left join remark_disposition as told on upper(trim(remark.code)) = told.code
    where class.code is not null or told.code is not null
    union all
    -- Reason code 193: the appeal left the denial as it was.
    select
        part_no,
        reason as code,
        'first_appeal_lost' as disposition,
        0 as place,
        null as category,
        null as remark_rank
    from part_adjustment
    where reason = '193' and "class" = 'denial' and amount > 0
),

ranked as (
    select
        *,
        disposition_rank(disposition, code, place) as disposition_rank
    from told
    where disposition is not null or remark_rank is not null
)

select
    part_no,
    arg_min(category, remark_rank) as remark_category,
    min(remark_rank) as remark_rank,
    arg_min(disposition, disposition_rank) as disposition,
    arg_min(code, disposition_rank) as disposition_code,
    min(disposition_rank) as disposition_rank
from ranked
group by part_no
