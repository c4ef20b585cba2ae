-- One row per thing told of a payer or a group by the state of all lines, and its value: how many lines tell it.
select
    told,
    of_whom,
    units,
    day,
    sum(lines)::bigint as lines
from tally_row
group by told, of_whom, units, day
having sum(lines) > 0
