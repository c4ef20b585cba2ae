-- One row per G2211 denied on the day of an office visit with modifier 25.
-- title: G2211 denied beside a visit with 25
-- kind: flag
-- why: Medicare is said not to pay G2211 where its visit carries modifier 25. Then the visit with 25 brings in less
--     than it seems. Information, not work.
-- fix: Count it against what the marked visit brings in, and ask the payer what its rule is.
-- source: A17; add-on code G2211, not confirmed
-- side: coding
-- unverified: yes
with marked as (
    select
        encounter_no,
        payer_id
    from day_line
    where
        code in ('99202', '99203', '99204', '99205', '99211', '99212', '99213', '99214', '99215')
        and list_contains(modifiers, '25')
)

select
    line.line_no,
    null::varchar as part
from day_line as line
semi join marked
    on line.encounter_no = marked.encounter_no and line.payer_id is not distinct from marked.payer_id
where line.code = 'G2211' and line.state in ('denied', 'denied_to_patient', 'taken_back')
