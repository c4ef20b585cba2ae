-- One row per line: what sets its price, and the Medicare fee of its date and locality (meanings 25).
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
),

-- The locality is that of the site of service, else of the billing group; a participant bonus is the renderer's own.
located as (
    select
        line.*,
        coalesce(site.locality, practice.locality) as locality,
        coalesce(renderer.is_qp, practice.is_qp, false) as is_qp
    from line_fact as line
    left join site_setting as site on line.facility_npi = site.npi
    left join site_setting as practice on line.billing_npi = practice.npi
    left join site_setting as renderer on line.rendering_npi = renderer.npi
),

rated as (
    select
        line.*,
        national.code is not null as has_fee,
        coalesce(near.locality, 'national') as fee_locality,
        coalesce(near.nonfacility_fee, national.nonfacility_fee) as nonfacility_fee,
        coalesce(near.facility_fee, national.facility_fee) as facility_fee,
        national.is_facility_na,
        coalesce(
            national.is_nearest_year
            or line.service_date not between national.published_from and national.published_to, false
        ) as is_fee_unverified
    from located as line
    left join medicare_rate as national
        on
            line.code_now = national.code and line.is_qp = national.is_qp and national.locality = 'national'
            and line.service_date between national.effective_from and national.effective_to
    left join medicare_rate as near
        on
            line.code_now = near.code and line.is_qp = near.is_qp and line.locality = near.locality
            and line.service_date between near.effective_from and near.effective_to
)

select
    line.line_no,
    -- The number as a UUID: a parquet file would round an integer as large.
    md5_number(concat_ws('|', line.patient_key, line.billing_npi, coalesce(line.service_date::varchar, '')))::uuid
        as encounter_no,
    line_role(line.code, drug.code is not null, procedure.code is not null) as role,
    drug.drug_family,
    coalesce(drug.is_injectable, true) as is_injectable,
    coalesce(provider.is_npp, regexp_matches(coalesce(line.rendering_taxonomy, ''), '^(363L|363A|364S)')) as is_npp,
    -- The user's own word for a provider goes before what the claim says.
    coalesce(
        case when provider.taxonomy != coalesce(provider.file_taxonomy, '') then person_taxonomy(provider.taxonomy) end,
        person_taxonomy(line.rendering_taxonomy),
        person_taxonomy(provider.taxonomy)
    ) as taxonomy,
    coalesce(place.is_facility, false) as is_facility,
    list_has_any(line.modifiers_now, ['59', '76', '77', 'XE', 'XP', 'XS', 'XU']) as is_repeat,
    (year(line.service_date) * 4 + quarter(line.service_date) - 1)::integer as quarter,
    line.fee_locality as locality,
    line.nonfacility_fee as medicare_fee,
    -- The fee that a payer who follows Medicare goes by: a visit's in a facility is another one.
    case
        when line.code_now != '96372' and place.is_facility and not line.is_facility_na and line.facility_fee > 0
            then line.facility_fee
        else line.nonfacility_fee
    end::decimal(12, 2) as place_fee,
    line.is_fee_unverified,
    case
        when drug.code is not null or not line.has_fee or place.code is null then null
        when line.code_now = '96372' and place.treatment_96372 = 'zero' then 0
        when line.code_now = '96372' and place.treatment_96372 = 'unknown' then null
        when line.code_now != '96372' and place.is_facility and line.is_facility_na then 0
        when line.code_now != '96372' and place.is_facility then line.facility_fee
        else line.nonfacility_fee
    end::decimal(12, 2) as physician_rate
from rated as line
left join drug on line.code_now = drug.code
left join procedure on line.code_now = procedure.code
left join provider on line.rendering_npi = provider.npi
left join place_of_service as place on line.place_of_service = place.code
