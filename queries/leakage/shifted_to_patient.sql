-- One row per line denied in the name of the patient.
-- title: Denied and moved to the patient
-- kind: leak
-- why: The payer denied the line in group PR: it can be collected from the patient only with a notice signed
--     before.
-- fix: See whether a notice was signed before the service; without one ask the payer before anything goes to the
--     patient.
-- source: B15; B7; group code PR with a denial code
-- class: shifted_to_patient
-- side: front_desk
-- preventable: M
-- recoverable: L
-- judged: rule
-- deadline: appeal
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'denied_to_patient'
