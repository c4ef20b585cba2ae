-- One row per office visit that shows what modifier 25 does to its price: with it beside an injection of the same payer
-- and day, or without it (meanings 28).
with injected as (
    select distinct
        priced.encounter_no,
        line.payer_id
    from line_fact as line
    inner join line_priced as priced on line.line_no = priced.line_no
    where priced.role = 'injection' and not line.is_voided and not line.is_withdrawn
)

select
    line.line_no,
    case when list_contains(line.modifiers_now, '25') then 'with_25' else 'without_25' end as visit_arm
from line_fact as line
inner join line_priced as priced on line.line_no = priced.line_no
left join injected
    on priced.encounter_no = injected.encounter_no and line.payer_id is not distinct from injected.payer_id
where
    line.code_now in ('99202', '99203', '99204', '99205', '99212', '99213', '99214', '99215')
    and (injected.encounter_no is not null or not list_contains(line.modifiers_now, '25'))
