-- One row per billed line: its lasting id, from billing NPI, claim number, date, code and which one of that code.
with opening as (
    select
        slot.line_no,
        coalesce(line.billing_npi, '') as billing_npi,
        coalesce(line.control, '') as control,
        line.service_date,
        line.code,
        line.submitted_date,
        line.slot_id,
        md5_number(concat_ws('|', line.billing_npi, line.control, line.service_date::varchar, line.code)) as service_no
    from line_slot as slot
    inner join submitted_line as line on slot.first_slot_line = line.slot_id
    where slot.slot_id = slot.line_no
),

repeated as (
    select service_no
    from opening
    group by service_no
    having count(*) > 1
),

numbered as (
    select
        opening.line_no,
        row_number() over (
            partition by opening.service_no
            order by opening.submitted_date, opening.slot_id
        ) as nth
    from opening
    semi join repeated on opening.service_no = repeated.service_no
)

select
    opening.line_no,
    opening.service_no,
    md5(
        concat_ws(
            '|', opening.billing_npi, opening.control, opening.service_date::varchar, opening.code,
            coalesce(numbered.nth, 1)::varchar
        )
    ) as line_id
from opening
left join numbered on opening.line_no = numbered.line_no
