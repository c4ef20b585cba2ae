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

-- The user's row for a payer as written decides; the nearest of them, where a blank stands for any (meanings 5).
ruled as (
    select
        defaulted.*,
        nullif(edit.payer_id, '') as edited_id,
        nullif(inert_name(edit.name), '') as edited_name,
        nullif(edit.class, '') as edited_class,
        coalesce(edit.confirmed, false) as confirmed,
        edit.accepted_from
    from defaulted
    left join payer_edit as edit
        on
            (edit.filing_indicator = '' or defaulted.filing_indicator = edit.filing_indicator)
            and (
                (defaulted.source_id = edit.source_id and defaulted.source_name = inert_name(edit.source_name))
                or (defaulted.source_id = edit.source_id and edit.source_id != '' and edit.source_name = '')
                or (
                    defaulted.source_name = inert_name(edit.source_name)
                    and edit.source_name != ''
                    and edit.source_id = ''
                )
            )
    qualify row_number() over (
        partition by defaulted.source_id, defaulted.source_name, defaulted.filing_indicator
        order by
            edit.filing_indicator desc nulls last, edit.source_id desc nulls last, edit.source_name desc nulls last
    ) = 1
),

named as (
    select
        *,
        coalesce(control_of(edited_name), name_key) as called,
        nullif(control_of(edited_name), name_key) as renamed
    from ruled
),

-- Another name given by the user makes a payer of its own, whatever id the files write.
classed as (
    select
        named.*,
        coalesce(named.default_class, by_id.payer_class, by_name.payer_class, 'other') as file_class,
        coalesce(named.edited_class, named.default_class, by_id.payer_class, by_name.payer_class, 'other')
            as payer_class,
        coalesce(named.edited_id, named.renamed, nullif(named.source_id, ''), named.name_key, 'unknown') as own_id
    from named
    left join by_id on named.source_id = by_id.source_id
    left join by_name on named.name_key = by_name.name_key
),

-- The same name and class are one payer, and so are the same id and class: three rounds reach through both.
round_one as (
    select
        *,
        min(own_id) over (partition by coalesce(edited_id, called, own_id), payer_class) as id_one
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
        coalesce(edited_id, min(id_two) over (partition by coalesce(called, own_id), payer_class)) as id_three
    from round_two
)

select
    source_id,
    source_name,
    filing_indicator,
    id_three || '-' || payer_class as payer_id,
    coalesce(
        first_value(coalesce(edited_name, nullif(source_name, ''))) over (
            partition by id_three, payer_class
            order by
                (edited_name is null), (edited_name is null and source_name = ''), row_count desc,
                coalesce(edited_name, source_name)
        ),
        inert_name(id_three),
        'not named'
    ) as payer_name,
    payer_class,
    confirmed,
    not confirmed and (
        default_class is null
        or regexp_matches(upper(source_name), 'MEDICAID|ADVANTAGE|DUAL|COMMUNITY PLAN')
    ) as needs_confirmation,
    row_count,
    charge,
    file_class,
    edited_name,
    (edited_name is not null or edited_class is not null or confirmed or accepted_from is not null) as is_edited,
    accepted_from
from round_three
