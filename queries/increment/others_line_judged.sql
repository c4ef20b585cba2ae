-- One row per line of a family without news: what is learned from its state, as the build before knew it.
select
    line.billing_npi,
    line.service_date,
    line.payer_id,
    line.role,
    line.state,
    line.initial_category,
    line.units_paid,
    line.received
from kept_line as line
anti join touched on line.patient_key = touched.patient_key
