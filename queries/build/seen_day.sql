-- One row per patient, billing group and day of service: whether a visit was billed that day.
select
    patient_key,
    billing_npi,
    service_date,
    bool_or(role = 'em') as has_visit
from day_line
group by patient_key, billing_npi, service_date
