-- One row per line: what sets its price, and the Medicare fee of its date (meanings 25).
with drug as (
    select
        code,
        any_value(drug_family) as drug_family,
        bool_or(route_96372 != 'none') as is_injectable
    from drug
    group by code
),

procedure as (
    select column_one as code
    from ncci_pair
    union
    select column_two as code
    from ncci_pair
)

select
    line.line_no,
    md5_number(concat_ws('|', line.patient_key, line.billing_npi, coalesce(line.service_date::varchar, '')))
        as encounter_no,
    line_role(line.code, drug.code is not null, procedure.code is not null) as role,
    drug.drug_family,
    coalesce(drug.is_injectable, true) as is_injectable,
    coalesce(provider.is_npp, regexp_matches(coalesce(line.rendering_taxonomy, ''), '^(363L|363A|364S)')) as is_npp,
    coalesce(place.is_facility, false) as is_facility,
    list_has_any(line.modifiers_now, ['59', '76', '77', 'XE', 'XP', 'XS', 'XU']) as is_repeat,
    (year(line.service_date) * 4 + quarter(line.service_date) - 1)::integer as quarter,
    rate.nonfacility_fee as medicare_fee,
    coalesce(
        rate.is_nearest_year or line.service_date not between rate.published_from and rate.published_to, false
    ) as is_fee_unverified,
    case
        when drug.code is not null or rate.code is null or place.code is null then null
        when line.code_now = '96372' and place.treatment_96372 = 'zero' then 0
        when line.code_now = '96372' and place.treatment_96372 = 'unknown' then null
        when line.code_now != '96372' and place.is_facility and rate.is_facility_na then 0
        when line.code_now != '96372' and place.is_facility then rate.facility_fee
        else rate.nonfacility_fee
    end::decimal(12, 2) as physician_rate
from line_fact as line
left join drug on line.code_now = drug.code
left join procedure on line.code_now = procedure.code
left join provider on line.rendering_npi = provider.npi
left join place_of_service as place on line.place_of_service = place.code
left join medicare_rate as rate
    on line.code_now = rate.code and line.service_date between rate.effective_from and rate.effective_to
