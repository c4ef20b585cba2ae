-- One row per line: what is learned of payers and groups once every line has its state.
select
    billing_npi,
    service_date,
    payer_id,
    role,
    state,
    initial_category,
    units_paid,
    received,
    recovered,
    first_answer_date,
    resolved_date,
    initial_denial,
    has_answer,
    primary_missing,
    history_incomplete,
    payer_class,
    1 as lines
from line_state
