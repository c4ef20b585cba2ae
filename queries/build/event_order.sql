-- One row per event: whose payer it is, and its place in the line's history; never by load time (meanings 2).
with lone as (
    select line_no
    from event_part
    group by line_no
    having count(*) = 1
),

raw as (
    select
        event.line_no,
        event.remit_no,
        event.is_reversal,
        event.charge,
        event.paid,
        claim.event_date,
        claim.frequency_code,
        claim.interchange_date,
        claim.interchange_control,
        claim.source_position,
        claim.source_sha,
        payer.payer_id,
        payer.payer_class
    from event_part as event
    inner join remit_event_claim as claim on event.remit_no = claim.remit_no
    left join payer
        on
            coalesce(trim(claim.payer_source_id), '') = payer.source_id
            and coalesce(trim(claim.payer_source_name), '') = payer.source_name
            and coalesce(upper(trim(claim.filing_indicator)), '') = payer.filing_indicator
)

select
    raw.line_no,
    raw.remit_no,
    raw.payer_id,
    raw.payer_class,
    raw.event_date,
    raw.is_reversal,
    raw.charge,
    raw.paid,
    1 as place
from raw
semi join lone on raw.line_no = lone.line_no
union all
select
    raw.line_no,
    raw.remit_no,
    raw.payer_id,
    raw.payer_class,
    raw.event_date,
    raw.is_reversal,
    raw.charge,
    raw.paid,
    row_number() over (
        partition by raw.line_no
        order by
            raw.event_date nulls first,
            raw.is_reversal desc,
            raw.frequency_code,
            raw.interchange_date nulls first,
            raw.interchange_control nulls first,
            raw.source_position,
            raw.source_sha
    ) as place
from raw
anti join lone on raw.line_no = lone.line_no
