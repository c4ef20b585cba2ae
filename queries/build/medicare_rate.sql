-- One row per code and period of one conversion factor: the national Medicare fee per unit (domain.md section 13).
with factor as (
    select
        effective_from,
        effective_to,
        cf,
        year(effective_from) as year,
        row_number() over (order by effective_from) as first_place,
        row_number() over (order by effective_from desc) as last_place
    from conversion_factor
    where qp in ('any', 'no')
),

rvu as (
    select *
    from medicare_rvu
    where nonfacility_total > 0
),

nearest as (
    select
        rvu.code,
        factor.effective_from,
        factor.effective_to,
        factor.cf,
        factor.year,
        factor.first_place,
        factor.last_place,
        arg_min(rvu.year, (abs(rvu.year - factor.year), -rvu.year)) as rvu_year
    from factor
    cross join rvu
    group by all
)

select
    nearest.code,
    case when nearest.first_place = 1 then date '1900-01-01' else nearest.effective_from end as effective_from,
    case when nearest.last_place = 1 then date '2999-12-31' else nearest.effective_to end as effective_to,
    nearest.effective_from as published_from,
    nearest.effective_to as published_to,
    nearest.rvu_year != nearest.year as is_nearest_year,
    coalesce(rvu.facility_na = 'NA', false) as is_facility_na,
    round(rvu.nonfacility_total * nearest.cf, 2)::decimal(12, 2) as nonfacility_fee,
    round(rvu.facility_total * nearest.cf, 2)::decimal(12, 2) as facility_fee
from nearest
inner join medicare_rvu as rvu on nearest.code = rvu.code and nearest.rvu_year = rvu.year
