-- One row per patient's day and payer that paid an encounter rate: a clinic's one price for the day (meanings 40).
select distinct
    priced.encounter_no,
    line.payer_id
from line_fact as line
inner join line_priced as priced on line.line_no = priced.line_no
where
    coalesce(line.code_paid, line.code_now) in ('T1015', 'G0466', 'G0467', 'G0468', 'G0469', 'G0470')
    and line.answered_paid > 0 and line.paid > 0
    and not line.is_voided and not line.is_withdrawn
