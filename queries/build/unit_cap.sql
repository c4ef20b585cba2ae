-- One row per payer with 30 paid injections: the most units that it ever paid.
select
    of_whom as payer_id,
    max(units) as units
from tally
where told = 'injection paid'
group by of_whom
having sum(lines) >= enough_of_payer()
