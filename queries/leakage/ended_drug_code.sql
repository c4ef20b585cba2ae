-- One row per drug line whose code was not valid on its day.
-- title: Drug code not valid on its day
-- kind: flag
-- why: The drug code had ended, or had not begun, on the date of service.
-- fix: Check the code in force on that day; correct only what the record supports.
-- source: A29, B4; HCPCS dates of drug.csv
-- side: coding
with valid as (
    select
        line.line_no,
        bool_or(
            line.service_date >= drug.effective_from
            and (drug.effective_to is null or line.service_date <= drug.effective_to)
        ) as is_valid
    from day_line as line
    inner join drug on line.code = drug.code
    where line.role = 'drug' and drug.effective_from is not null
    group by line.line_no
)

select
    line_no,
    null::varchar as part
from valid
where not is_valid
