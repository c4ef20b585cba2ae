-- One row per thing told of a payer or a group by the state of these lines, and its value: how many lines tell it.
select
    'visit denied for the pair' as told,
    payer_id as of_whom,
    null::decimal(15, 3) as units,
    null::date as day,
    sum(lines)::bigint as lines
from line_judged
where
    role = 'em' and initial_category in ('ncci_pair', 'bundled') and payer_id is not null
    and state not in ('capitated', 'in_encounter_rate')
group by payer_id
union all
select
    'injection paid' as told,
    payer_id as of_whom,
    units_paid::decimal(15, 3) as units,
    null::date as day,
    sum(lines)::bigint as lines
from line_judged
where
    role = 'injection' and received > 0 and payer_id is not null
    and state in ('paid', 'underpaid', 'patient_share', 'part_denied', 'recovered')
group by payer_id, units_paid
union all
select
    'day of service' as told,
    billing_npi as of_whom,
    null::decimal(15, 3) as units,
    service_date as day,
    sum(lines)::bigint as lines
from line_judged
where state not in ('voided', 'withdrawn') and billing_npi is not null
group by billing_npi, service_date
