-- One row per payer that applies the pair of visit and injection: five visits denied for it (meanings 32).
select of_whom as payer_id
from tally
where told = 'visit denied for the pair' and lines >= enough_pair_denials()
