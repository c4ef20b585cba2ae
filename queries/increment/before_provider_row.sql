-- One row per provider, name and taxonomy, in the touched families before.
select *
from provider_row
