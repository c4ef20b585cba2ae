-- One row per distinct service payment, with the slice of its patient's family.
select
    line.*,
    place.slice
from remit_event_line as line
inner join remit_place as place on line.remit_no = place.remit_no
