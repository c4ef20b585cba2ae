-- One row per line whose first or current answer says more of why a visit was refused or cut (meanings 28): M144, a
-- global period of an earlier surgery; code 59, several services of one day.
with remarked as (
    select
        part.line_no,
        part.remit_no,
        true as is_global,
        false as is_several
    from line_part as part
    inner join service_part as service on part.part_no = service.part_no
    inner join remit_event_claim as claim on part.remit_no = claim.remit_no
    where regexp_matches(array_to_string(service.remarks || claim.remarks, ' '), '(?i)\bM144\b')
),

adjusted as (
    select
        part.line_no,
        part.remit_no,
        false as is_global,
        true as is_several
    from line_part as part
    inner join part_adjustment as adjustment on part.part_no = adjustment.part_no
    where trim(adjustment.reason) = '59' and adjustment.amount > 0
),

signed as (
    select * from remarked
    union all
    select * from adjusted
)

select
    signed.line_no,
    bool_or(signed.is_global and ordered.place = answered.first_answer) as initial_in_global,
    bool_or(signed.is_global and ordered.place = answered.current_answer) as open_in_global,
    bool_or(signed.is_several and ordered.place = answered.current_answer) as is_cut_as_several
from signed
inner join event_order as ordered on signed.line_no = ordered.line_no and signed.remit_no = ordered.remit_no
inner join line_answered as answered on signed.line_no = answered.line_no
group by signed.line_no
