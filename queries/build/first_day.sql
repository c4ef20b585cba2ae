-- One row per billing group: the first day of service in the store.
select
    of_whom as billing_npi,
    min(day) as since
from tally
where told = 'day of service'
group by of_whom
