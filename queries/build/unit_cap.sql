-- One row per payer with 30 paid injections: the most units that it ever paid.
select
    payer_id,
    max(units_paid) as units
from line_judged
where
    role = 'injection' and received > 0 and payer_id is not null
    and state in ('paid', 'underpaid', 'patient_share', 'part_denied', 'recovered')
group by payer_id
having count(*) >= 30
