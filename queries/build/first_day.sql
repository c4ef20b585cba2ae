-- One row per billing group: the first day of service in the store.
select
    billing_npi,
    min(service_date) as since
from line_judged
where state not in ('voided', 'withdrawn') and billing_npi is not null
group by billing_npi
