-- One row per injection paid in a hospital.
-- title: Injection paid in a hospital
-- kind: possible_overpayment
-- why: Medicare does not pay the practice for 96372 at 19, 21, 22 or 23.
-- fix: To the compliance officer; report-and-return rule.
-- source: A7; PC/TC indicator 5 and facility NA of RVU25D
-- side: documentation
select
    line_no,
    null::varchar as part
from day_line
where role = 'injection' and place_of_service in ('19', '21', '22', '23') and is_paid
