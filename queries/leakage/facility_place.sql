-- One row per injection in a facility.
-- title: Injection in a facility
-- kind: flag
-- why: Medicare does not pay the practice for 96372 in a hospital, and several payers follow; the hospital bills
--     it.
-- fix: Check where the injection was given and who has to bill it.
-- source: A7; PC/TC indicator 5 and facility NA of RVU25D
-- side: coding
select
    line.line_no,
    null::varchar as part
from day_line as line
inner join place_of_service as place on line.place_of_service = place.code
where line.role = 'injection' and place.treatment_96372 = 'zero'
