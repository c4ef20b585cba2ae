-- One row per payer that applies the pair of visit and injection: five visits denied for it (meanings 32).
select payer_id
from line_judged
where role = 'em' and initial_category in ('ncci_pair', 'bundled') and payer_id is not null
group by payer_id
having count(*) >= 5
