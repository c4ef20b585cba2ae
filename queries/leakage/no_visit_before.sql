-- One row per injection without any visit in the year before.
-- title: No visit in the year before (proxy)
-- kind: flag
-- why: Incident-to services rest on a plan that a provider began. No visit of this patient is in the data of the
--     year before. The record decides, not the claim.
-- fix: Look in the record for the visit that began the treatment.
-- source: A5, A16; 42 CFR 410.26
-- side: documentation
-- unverified: yes
with last_visit as (
    select
        *,
        max(case when has_visit then service_date end) over (
            partition by patient_key, billing_npi
            order by service_date
            rows between unbounded preceding and current row
        ) as visited_on
    from seen_day
)

select
    line.line_no,
    null::varchar as part
from day_line as line
inner join last_visit
    on
        line.patient_key = last_visit.patient_key
        and line.billing_npi = last_visit.billing_npi
        and line.service_date = last_visit.service_date
inner join first_day on line.billing_npi = first_day.billing_npi
where
    line.role = 'injection' and line.payer_class = 'medicare'
    and line.service_date >= first_day.since + interval 365 day
    and (last_visit.visited_on is null or last_visit.visited_on < line.service_date - interval 365 day)
