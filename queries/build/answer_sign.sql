-- One row per line whose first or current answer says more of why a visit was refused or cut (meanings 28): M144, a
-- global period of an earlier surgery; code 59, several services of one day.
with global_claim as (
    select remit_no
    from remit_event_claim
    where len(remarks) > 0 and regexp_matches(array_to_string(remarks, ' '), '(?i)\bM144\b')
),

global_part as (
    select part_no
    from service_part
    where len(remarks) > 0 and regexp_matches(array_to_string(remarks, ' '), '(?i)\bM144\b')
    union
    select part.part_no
    from service_part as part
    semi join global_claim on part.remit_no = global_claim.remit_no
),

signed_part as (
    select
        part_no,
        true as is_global,
        false as is_several
    from global_part
    union all
    select
        part_no,
        false as is_global,
        true as is_several
    from part_adjustment
    where trim(reason) = '59' and amount > 0
),

signed as (
    select
        part.line_no,
        part.remit_no,
        signed_part.is_global,
        signed_part.is_several
    from line_part as part
    inner join signed_part on part.part_no = signed_part.part_no
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
