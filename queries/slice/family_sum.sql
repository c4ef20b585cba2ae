-- One row: a number that falls as long as families are joined.
select sum(family::hugeint) as family_sum
from family
