-- One row per line: what it was expected to bring, and on what that rests (meanings 25).
with candidate as (
    select
        line.line_no,
        line.payer_class,
        line.primary_missing,
        line.units_now,
        line.charge_now,
        line.is_capitated,
        priced.role,
        priced.physician_rate,
        priced.medicare_fee,
        priced.is_npp,
        priced.locality,
        line_contract.rate as contract_rate,
        observed.rate as observed_rate,
        class_index.price_index
    from line_fact as line
    inner join line_priced as priced on line.line_no = priced.line_no
    left join line_contract on line.line_no = line_contract.line_no
    left join observed_rate as observed
        on
            line.payer_id = observed.payer_id
            and priced.quarter = observed.quarter
            and line.code_now = observed.code
            and priced.is_npp = observed.is_npp
            and priced.is_facility = observed.is_facility
            and priced.is_repeat = observed.is_repeat
    left join class_index on line.payer_class = class_index.payer_class
),

rated as (
    select
        *,
        case
            when primary_missing then 'none'
            when contract_rate is not null then 'contract'
            when payer_class = 'medicare' and role != 'drug' and physician_rate is not null
                then case when locality = 'national' then 'medicare_fee_national' else 'medicare_fee' end
            when observed_rate is not null then 'observed'
            when role != 'drug' and price_index is not null and medicare_fee is not null and physician_rate > 0
                then 'class_estimate'
            else 'none'
        end as basis
    from candidate
)

select
    line_no,
    basis as expected_basis,
    case
        when is_capitated then 0
        when basis = 'none' then null
        else least(
            charge_now,
            round(
                units_now * case
                    when basis = 'contract' then contract_rate
                    when basis in ('medicare_fee', 'medicare_fee_national')
                        then case when is_npp then round(physician_rate * 0.85, 2) else physician_rate end
                    when basis = 'observed' then observed_rate
                    else round(price_index * medicare_fee, 2)::decimal(12, 2)
                end,
                2
            )
        )
    end::decimal(12, 2) as expected
from rated
