-- One row per payer as files write it: whose payer it is, and of which class (meanings 5).
with defaulted as (
    select
        seen.*,
        control_of(seen.source_name) as name_key,
        filing.payer_class as default_class
    from payer_seen as seen
    left join payer_filing as filing on seen.filing_indicator = filing.indicator
),

-- A blank or unknown indicator takes the class that the same id, else name, has everywhere else, if it is one class.
by_id as (
    select
        source_id,
        min(default_class) as payer_class
    from defaulted
    where default_class is not null and source_id != ''
    group by source_id
    having count(distinct default_class) = 1
),

by_name as (
    select
        name_key,
        min(default_class) as payer_class
    from defaulted
    where default_class is not null and name_key is not null
    group by name_key
    having count(distinct default_class) = 1
),

ruled as (
    select
        defaulted.*,
        edit.payer_id as edited_id,
        edit.name as edited_name,
        edit.class as edited_class,
        coalesce(edit.confirmed, false) as confirmed
    from defaulted
    left join payer_edit as edit
        on
            (
                defaulted.source_id = edit.source_id
                or (edit.source_id = '' and defaulted.source_name = edit.source_name)
            )
            and (edit.filing_indicator = '' or defaulted.filing_indicator = edit.filing_indicator)
    qualify row_number() over (
        partition by defaulted.source_id, defaulted.source_name, defaulted.filing_indicator
        order by edit.filing_indicator desc nulls last, edit.source_id desc nulls last
    ) = 1
),

classed as (
    select
        ruled.*,
        coalesce(ruled.edited_class, ruled.default_class, by_id.payer_class, by_name.payer_class, 'other')
            as payer_class,
        coalesce(ruled.edited_id, nullif(ruled.source_id, ''), ruled.name_key, 'unknown') as own_id
    from ruled
    left join by_id on ruled.source_id = by_id.source_id
    left join by_name on ruled.name_key = by_name.name_key
),

-- The same name and class are one payer, and so are the same id and class: three rounds reach through both.
round_one as (
    select
        *,
        min(own_id) over (partition by coalesce(edited_id, name_key, own_id), payer_class) as id_one
    from classed
),

round_two as (
    select
        *,
        min(id_one) over (partition by own_id, payer_class) as id_two
    from round_one
),

round_three as (
    select
        *,
        coalesce(edited_id, min(id_two) over (partition by coalesce(name_key, own_id), payer_class)) as id_three
    from round_two
)

select
    source_id,
    source_name,
    filing_indicator,
    id_three || '-' || payer_class as payer_id,
    coalesce(
        edited_name,
        first_value(nullif(source_name, '')) over (
            partition by id_three, payer_class
            order by (source_name = ''), row_count desc, source_name
        ),
        id_three
    ) as payer_name,
    payer_class,
    confirmed,
    not confirmed and (
        default_class is null
        or regexp_matches(upper(source_name), 'MEDICAID|ADVANTAGE|DUAL|COMMUNITY PLAN')
    ) as needs_confirmation,
    row_count,
    charge
from round_three
