-- One row per claim number without news of its own whose lines rest on something learned anew.
with rate as (
    select
        coalesce(now_one.quarter, known.quarter) as quarter,
        coalesce(now_one.payer_id, known.payer_id) as payer_id,
        coalesce(now_one.code, known.code) as code,
        coalesce(now_one.is_npp, known.is_npp) as is_npp,
        coalesce(now_one.is_facility, known.is_facility) as is_facility,
        coalesce(now_one.is_repeat, known.is_repeat) as is_repeat
    from observed_rate as now_one
    full join kept_observed_rate as known
        on
            now_one.quarter = known.quarter
            and now_one.payer_id = known.payer_id
            and now_one.code = known.code
            and now_one.is_npp = known.is_npp
            and now_one.is_facility = known.is_facility
            and now_one.is_repeat = known.is_repeat
    where now_one.rate is distinct from known.rate
),

estimate as (
    select coalesce(now_one.payer_class, known.payer_class) as payer_class
    from class_index as now_one
    full join kept_class_index as known on now_one.payer_class = known.payer_class
    where now_one.price_index is distinct from known.price_index
),

cap as (
    select coalesce(now_one.payer_id, known.payer_id) as payer_id
    from unit_cap as now_one
    full join kept_unit_cap as known on now_one.payer_id = known.payer_id
    where now_one.units is distinct from known.units
),

paired as (
    select coalesce(now_one.payer_id, known.payer_id) as payer_id
    from pair_payer as now_one
    full join kept_pair_payer as known on now_one.payer_id = known.payer_id
    where now_one.payer_id is null or known.payer_id is null
),

opened as (
    select coalesce(now_one.billing_npi, known.billing_npi) as billing_npi
    from first_day as now_one
    full join kept_first_day as known on now_one.billing_npi = known.billing_npi
    where now_one.since is distinct from known.since
),

called as (
    select coalesce(now_one.npi, known.npi) as npi
    from provider as now_one
    full join kept_provider as known on now_one.npi = known.npi
    where now_one.name is distinct from known.name or now_one.is_npp is distinct from known.is_npp
),

-- Whether a visit was billed on a day is looked up by the injections of the year after it.
visited as (
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

revisited as (
    select
        patient_key,
        billing_npi,
        service_date
    from visited
    group by all
    having sum(visits) != 0
),

-- An administration that was not billed has no line of its own: it stands in the ledger alone.
found as (
    select line.claim_id
    from kept_line as line
    inner join rate
        on
            (year(line.service_date) * 4 + quarter(line.service_date) - 1)::integer = rate.quarter
            and line.payer_id = rate.payer_id
            and line.code_now = rate.code
            and line.is_npp = rate.is_npp
            and line.is_facility = rate.is_facility
            and line.is_repeat = rate.is_repeat
    union
    select missed.claim_id
    from kept_ledger as missed
    inner join rate
        on
            (year(missed.service_date) * 4 + quarter(missed.service_date) - 1)::integer = rate.quarter
            and missed.payer_id = rate.payer_id
            and rate.code = '96372'
    where missed.line_id is null
    union
    select line.claim_id
    from kept_line as line
    inner join estimate on line.payer_class = estimate.payer_class
    where line.expected_basis in ('class_estimate', 'none')
    union
    select missed.claim_id
    from kept_ledger as missed
    inner join estimate on missed.payer_class = estimate.payer_class
    where missed.line_id is null and missed.expected_basis in ('class_estimate', 'none')
    union
    select line.claim_id
    from kept_line as line
    inner join cap on line.payer_id = cap.payer_id
    where line.role = 'injection' and (line.open_denial > 0 or line.state = 'taken_back')
    union
    select missed.claim_id
    from kept_ledger as missed
    inner join paired on missed.payer_id = paired.payer_id
    where missed.line_id is null
    union
    select line.claim_id
    from kept_line as line
    inner join opened on line.billing_npi = opened.billing_npi
    where line.role = 'injection'
    union
    select line.claim_id
    from kept_line as line
    inner join called on line.rendering_npi = called.npi
    union
    select line.claim_id
    from kept_line as line
    inner join revisited
        on
            line.patient_key = revisited.patient_key
            and line.billing_npi = revisited.billing_npi
            and line.service_date > revisited.service_date
            and line.service_date <= revisited.service_date + 366
    where line.role = 'injection'
    union
    select claim_id
    from late
),

claim as (
    select distinct claim_of(claim_id) as claim_no
    from found
)

select claim.claim_no
from claim
anti join touched on claim.claim_no = touched.claim_no
