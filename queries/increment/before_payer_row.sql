-- One row per payer as files write it, in the touched families before.
select *
from payer_row
