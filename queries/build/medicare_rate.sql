-- One row per code, period of one conversion factor, kind of participant and place: the Medicare fee per unit, national
-- and in the localities that the user set (domain 13).
with participant as (select unnest([false, true]) as is_qp),

factor as (
    select
        factor.effective_from,
        factor.effective_to,
        factor.cf,
        participant.is_qp,
        year(factor.effective_from) as year,
        row_number() over (partition by participant.is_qp order by factor.effective_from) as first_place,
        row_number() over (partition by participant.is_qp order by factor.effective_from desc) as last_place
    from conversion_factor as factor
    inner join participant
        on factor.qp = 'any' or factor.qp = case when participant.is_qp then 'yes' else 'no' end
),

rvu as (
    select *
    from medicare_rvu
    where nonfacility_total > 0
),

nearest as (
    select
        rvu.code,
        factor.*,
        arg_min(rvu.year, (abs(rvu.year - factor.year), -rvu.year)) as rvu_year
    from factor
    cross join rvu
    group by all
),

valued as (
    select
        nearest.*,
        rvu.work_rvu,
        rvu.nonfacility_pe_rvu,
        rvu.facility_pe_rvu,
        rvu.mp_rvu,
        rvu.nonfacility_total,
        rvu.facility_total,
        nearest.rvu_year != nearest.year as is_nearest_year,
        coalesce(rvu.facility_na = 'NA', false) as is_facility_na
    from nearest
    inner join medicare_rvu as rvu on nearest.code = rvu.code and nearest.rvu_year = rvu.year
),

-- A locality has a fee of its own only in the years of which its indices are known.
local_index as (
    select gpci.*
    from gpci
    semi join site_setting on gpci.locality = site_setting.locality
)

select
    code,
    is_qp,
    'national' as locality,
    case when first_place = 1 then date '1900-01-01' else effective_from end as effective_from,
    case when last_place = 1 then date '2999-12-31' else effective_to end as effective_to,
    effective_from as published_from,
    effective_to as published_to,
    is_nearest_year,
    is_facility_na,
    round(nonfacility_total * cf, 2)::decimal(12, 2) as nonfacility_fee,
    round(facility_total * cf, 2)::decimal(12, 2) as facility_fee
from valued
union all
select
    valued.code,
    valued.is_qp,
    place.locality,
    valued.effective_from,
    valued.effective_to,
    valued.effective_from as published_from,
    valued.effective_to as published_to,
    valued.is_nearest_year,
    valued.is_facility_na,
    round(
        (
            valued.work_rvu * place.work_gpci + valued.nonfacility_pe_rvu * place.pe_gpci
            + valued.mp_rvu * place.mp_gpci
        ) * valued.cf, 2
    )::decimal(12, 2) as nonfacility_fee,
    round(
        (
            valued.work_rvu * place.work_gpci + valued.facility_pe_rvu * place.pe_gpci
            + valued.mp_rvu * place.mp_gpci
        ) * valued.cf, 2
    )::decimal(12, 2) as facility_fee
from valued
inner join local_index as place on valued.year = place.year
