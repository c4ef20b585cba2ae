-- One row per service line: the line as readers see it, without the build's own numbers.
select * exclude (line_no, encounter_no, taxonomy, initial_in_global, open_in_global)
from line_state
