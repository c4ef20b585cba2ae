-- One row per thing that lines rest on and that is not what it was: a rate, an estimate, a limit, a name, a visit.
with visited as (
    select
        patient_key,
        billing_npi,
        service_date,
        1 as visits
    from line_state
    where role = 'em' and state not in ('voided', 'withdrawn')
    group by all
    union all
    select
        patient_key,
        billing_npi,
        service_date,
        -1 as visits
    from was_line
    where role = 'em' and state not in ('voided', 'withdrawn')
    group by all
),

simple as (
    select
        'estimate' as what,
        coalesce(now_one.payer_class, known.payer_class) as of_whom
    from class_index as now_one
    full join kept_class_index as known on now_one.payer_class = known.payer_class
    where now_one.price_index is distinct from known.price_index
    union all
    select
        'cap' as what,
        coalesce(now_one.payer_id, known.payer_id) as of_whom
    from unit_cap as now_one
    full join kept_unit_cap as known on now_one.payer_id = known.payer_id
    where now_one.units is distinct from known.units
    union all
    select
        'pair' as what,
        coalesce(now_one.payer_id, known.payer_id) as of_whom
    from pair_payer as now_one
    full join kept_pair_payer as known on now_one.payer_id = known.payer_id
    where now_one.payer_id is null or known.payer_id is null
    union all
    select
        'opening' as what,
        coalesce(now_one.billing_npi, known.billing_npi) as of_whom
    from first_day as now_one
    full join kept_first_day as known on now_one.billing_npi = known.billing_npi
    where now_one.since is distinct from known.since
    union all
    select
        'provider' as what,
        coalesce(now_one.npi, known.npi) as of_whom
    from provider as now_one
    full join kept_provider as known on now_one.npi = known.npi
    where
        now_one.name is distinct from known.name or now_one.is_npp is distinct from known.is_npp
        or now_one.taxonomy is distinct from known.taxonomy
    union all
    select
        'limit' as what,
        coalesce(now_one.payer_id, known.payer_id) as of_whom
    from response_limit as now_one
    full join limit_now as known on now_one.payer_id = known.payer_id
    where now_one.p95_days is distinct from known.p95_days
)

select
    'rate' as what,
    coalesce(now_one.payer_id, known.payer_id) as of_whom,
    coalesce(now_one.quarter, known.quarter) as quarter,
    coalesce(now_one.code, known.code) as code,
    coalesce(now_one.is_npp, known.is_npp) as is_npp,
    coalesce(now_one.is_facility, known.is_facility) as is_facility,
    coalesce(now_one.is_repeat, known.is_repeat) as is_repeat,
    null::varchar as billing_npi,
    null::date as service_date
from observed_rate as now_one
full join kept_observed_rate as known
    on
        now_one.quarter = known.quarter
        and now_one.payer_id = known.payer_id
        and now_one.code = known.code
        and now_one.is_npp = known.is_npp
        and now_one.is_facility = known.is_facility
        and now_one.is_repeat = known.is_repeat
        and now_one.is_since = known.is_since
where
    (
        now_one.rate is distinct from known.rate
        or now_one.permille is distinct from known.permille
        or now_one.rate_prices is distinct from known.rate_prices
        or now_one.rate_shares is distinct from known.rate_shares
        or now_one.permille_prices is distinct from known.permille_prices
        or now_one.permille_shares is distinct from known.permille_shares
    )
    -- A rate of quarters to come is no line's yet.
    and coalesce(now_one.quarter, known.quarter)
    <= (select max(year(line.service_date) * 4 + quarter(line.service_date) - 1) from kept_line as line)
union all
select
    case
        when coalesce(now_one.is_cut, false) or coalesce(known.is_cut, false) then 'cut of visits'
        else 'price of visits'
    end as what,
    coalesce(now_one.payer_id, known.payer_id) as of_whom,
    coalesce(now_one.quarter, known.quarter) as quarter,
    coalesce(now_one.code, known.code) as code,
    coalesce(now_one.is_npp, known.is_npp) as is_npp,
    coalesce(now_one.is_facility, known.is_facility) as is_facility,
    null::boolean as is_repeat,
    null::varchar as billing_npi,
    null::date as service_date
from visit_price as now_one
full join kept_visit_price as known
    on
        now_one.quarter = known.quarter
        and now_one.payer_id = known.payer_id
        and now_one.code = known.code
        and now_one.is_npp = known.is_npp
        and now_one.is_facility = known.is_facility
where now_one.rate is distinct from known.rate or now_one.is_cut is distinct from known.is_cut
union all
select
    what,
    of_whom,
    null as quarter,
    null as code,
    null as is_npp,
    null as is_facility,
    null as is_repeat,
    null as billing_npi,
    null as service_date
from simple
union all
select
    'dose' as what,
    null as of_whom,
    null as quarter,
    coalesce(now_one.code, known.code) as code,
    null as is_npp,
    null as is_facility,
    null as is_repeat,
    coalesce(now_one.billing_npi, known.billing_npi) as billing_npi,
    null as service_date
from own_units as now_one
full join kept_own_units as known on now_one.billing_npi = known.billing_npi and now_one.code = known.code
where now_one.units is distinct from known.units
union all
select
    'visit' as what,
    patient_key as of_whom,
    null as quarter,
    null as code,
    null as is_npp,
    null as is_facility,
    null as is_repeat,
    billing_npi,
    service_date
from visited
group by patient_key, billing_npi, service_date
having sum(visits) != 0
