-- One row per injection with more units than its payer ever paid.
-- title: More units than this payer ever paid
-- kind: flag
-- why: The line was not paid in full, and this payer has never paid so many units of 96372 on one line.
-- fix: Compare the units with the record; ask the payer for its limit before the next such claim.
-- source: B10; largest number of units the payer has paid, from 30 paid lines on
-- side: coding
select
    line.line_no,
    null::varchar as part
from day_line as line
inner join unit_cap on line.payer_id = unit_cap.payer_id
where
    line.role = 'injection' and line.units > unit_cap.units
    and line.state in ('denied', 'part_denied', 'denied_to_patient', 'taken_back')
