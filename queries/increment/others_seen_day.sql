-- One row per day with a visit of a patient who has an injection in a touched family, told by the other families.
with injected as (
    select distinct
        patient_key,
        billing_npi
    from day_line
    where role = 'injection'
)

select distinct
    line.patient_key,
    line.billing_npi,
    line.service_date,
    true as has_visit
from kept_line as line
semi join injected on line.patient_key = injected.patient_key and line.billing_npi = injected.billing_npi
anti join reached_number on visit_of(line.patient_key, line.service_date) = reached_number.number
where line.role = 'em' and line.state not in ('voided', 'withdrawn')
