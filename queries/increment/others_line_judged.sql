-- One row per line that a touched family had before: what had been learned from its state is taken back.
select
    line.billing_npi,
    line.service_date,
    line.payer_id,
    line.role,
    line.state,
    line.initial_category,
    line.units_paid,
    line.received,
    line.recovered,
    line.first_answer_date,
    line.resolved_date,
    line.initial_denial,
    line.has_answer,
    line.primary_missing,
    line.history_incomplete,
    line.payer_class,
    -1 as lines
from was_line as line
