-- One row per patient, group and day with an injectable drug and no administration billed: its worth (meanings 32).
with route as (
    select
        code,
        bool_and(list_has_all(['IM', 'SC'], string_split(routes, '|'))) as is_sure,
        bool_or(list_has_any(['IM', 'SC'], string_split(routes, '|'))) as is_needle
    from drug
    where routes is not null
    group by code
),

given as (
    select
        line.*,
        route.is_sure
    from line_state as line
    inner join route on line.code_now = route.code
    where
        line.role = 'drug' and route.is_needle and not line.is_facility
        and line.state not in ('voided', 'withdrawn', 'capitated', 'in_encounter_rate')
),

-- Injections, blocks, vaccines, immunotherapy, infusions: what may have brought the drug in, billed then or now.
administered as (
    select distinct encounter_no
    from (
        select
            encounter_no,
            unnest([code, code_now]) as code
        from line_state
        where role != 'em'
    )
    where
        code in ('G0008', 'G0009', 'G0010')
        or try_cast(code as integer) between 20526 and 20611
        or try_cast(code as integer) between 64400 and 64530
        or try_cast(code as integer) between 11900 and 11901
        or try_cast(code as integer) between 90460 and 90474
        or try_cast(code as integer) between 95115 and 95180
        or try_cast(code as integer) between 96360 and 96549
),

missed as (
    select given.*
    from given
    anti join administered on given.encounter_no = administered.encounter_no
    qualify row_number() over (
        partition by given.encounter_no
        order by given.is_sure desc, given.claim_id, given.line_number, given.line_id
    ) = 1
),

-- The administration would only take the place of the visit where the payer pays one of the two.
beside as (
    select
        missed.encounter_no,
        bool_or(
            visit.code_now = '99211' or (
                visit.code_now in (
                    '99202', '99203', '99204', '99205', '99212', '99213', '99214', '99215'
                )
                and not list_contains(visit.modifiers_now, '25')
                and (missed.payer_class = 'medicare' or pair_payer.payer_id is not null)
            )
        ) as is_beside_visit
    from missed
    inner join line_state as visit
        on missed.encounter_no = visit.encounter_no and missed.payer_id is not distinct from visit.payer_id
    left join pair_payer on missed.payer_id = pair_payer.payer_id
    where visit.role = 'em' and visit.state not in ('voided', 'withdrawn')
    group by missed.encounter_no
),

-- A contract's general row for 96372: what modifiers the administration would have had is not known.
agreed as (
    select
        missed.encounter_no,
        contract.basis,
        contract.rate
    from missed
    inner join agreed_rate as contract
        on
            missed.payer_id = contract.payer_id and contract.code = '96372' and contract.modifier = ''
            and contract.place in ('', 'office')
            and missed.service_date >= coalesce(contract.effective_from, date '1900-01-01')
            and missed.service_date <= coalesce(contract.effective_to, date '2999-12-31')
    qualify row_number() over (partition by missed.encounter_no order by contract.place = '', not contract.is_by_id) = 1
),

-- The fee of the billing group's locality, else the national one, as of any other line.
fee as (
    select
        missed.encounter_no,
        coalesce(near.locality, national.locality) as locality,
        coalesce(near.nonfacility_fee, national.nonfacility_fee) as nonfacility_fee
    from missed
    left join site_setting as practice on missed.billing_npi = practice.npi
    left join site_setting as renderer on missed.rendering_npi = renderer.npi
    inner join medicare_rate as national
        on
            national.code = '96372' and national.locality = 'national'
            and coalesce(renderer.is_qp, practice.is_qp, false) = national.is_qp
            and missed.service_date between national.effective_from and national.effective_to
    left join medicare_rate as near
        on
            near.code = '96372' and practice.locality = near.locality and national.is_qp = near.is_qp
            and missed.service_date between near.effective_from and near.effective_to
),

accepted as (
    select
        payer_id,
        max(accepted_from) as accepted_from
    from payer
    group by payer_id
),

rated as (
    select
        missed.*,
        coalesce(beside.is_beside_visit, false) as is_beside_visit,
        rate.locality as fee_locality,
        case when missed.is_npp then npp_fee(rate.nonfacility_fee) else rate.nonfacility_fee end as fee,
        case
            when agreed.basis = 'fixed' then agreed.rate
            when place.treatment_96372 = 'payable' then round(rate.nonfacility_fee * agreed.rate * 0.01, 2)
        end::decimal(12, 2) as contract_rate,
        usual_of(observed.rate, observed.permille, rate.nonfacility_fee)::decimal(12, 2) as observed_rate,
        round(class_index.price_index * rate.nonfacility_fee, 2)::decimal(12, 2) as estimate,
        coalesce(place.treatment_96372, 'unknown') as treatment
    from missed
    left join beside on missed.encounter_no = beside.encounter_no
    left join place_of_service as place on missed.place_of_service = place.code
    left join fee as rate on missed.encounter_no = rate.encounter_no
    left join agreed on missed.encounter_no = agreed.encounter_no
    left join accepted on missed.payer_id = accepted.payer_id
    left join observed_rate as observed
        on
            observed.code = '96372'
            and missed.payer_id = observed.payer_id
            and (year(missed.service_date) * 4 + quarter(missed.service_date) - 1)::integer = observed.quarter
            and missed.is_npp = observed.is_npp
            and not observed.is_facility
            and not observed.is_repeat
            and coalesce(missed.service_date >= accepted.accepted_from, false) = observed.is_since
    left join class_index on missed.payer_class = class_index.payer_class
),

based as (
    select
        *,
        case
            when contract_rate is not null then 'contract'
            when payer_class = 'medicare' and treatment = 'payable' and fee is not null
                then case when fee_locality = 'national' then 'medicare_fee_national' else 'medicare_fee' end
            when observed_rate is not null then 'observed'
            when treatment = 'payable' and estimate is not null then 'class_estimate'
            else 'none'
        end as missed_basis
    from rated
)

select
    line_no,
    encounter_no,
    is_sure,
    is_beside_visit,
    missed_basis as expected_basis,
    case
        when is_beside_visit then 0
        when missed_basis = 'contract' then contract_rate
        when missed_basis in ('medicare_fee', 'medicare_fee_national') then fee
        when missed_basis = 'observed' then observed_rate
        when missed_basis = 'class_estimate' then estimate
    end::decimal(12, 2) as expected
from based
