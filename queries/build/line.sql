-- One row per service line: the line as readers see it, without the build's own numbers.
select * exclude (line_no, encounter_no)
from line_state
