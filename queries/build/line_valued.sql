-- One row per line: what it was expected to bring, and on what that rests (meanings 25).
with accepted as (
    select
        payer_id,
        max(accepted_from) as accepted_from
    from payer
    group by payer_id
),

candidate as (
    select
        line.line_no,
        line.payer_class,
        line.primary_missing,
        line.units_now,
        line.charge_now,
        line.payer_id,
        line.code_now,
        line.is_capitated,
        priced.role,
        priced.physician_rate,
        priced.medicare_fee,
        priced.quarter,
        priced.is_npp,
        priced.is_facility,
        priced.is_repeat,
        priced.place_fee,
        priced.locality,
        coalesce(line.service_date >= accepted.accepted_from, false) as is_since,
        case
            when line.allowed > 0 and line.units_paid > 0 and line.code_paid = line.code_now
                then price_of(line.allowed, line.units_paid, priced.role)
        end as price,
        line_contract.rate as contract_rate,
        usual_of(observed.rate, observed.permille, priced.place_fee) as observed_rate,
        reduced.rate as visit_rate,
        class_index.price_index
    from line_fact as line
    inner join line_priced as priced on line.line_no = priced.line_no
    left join line_contract on line.line_no = line_contract.line_no
    left join accepted on line.payer_id = accepted.payer_id
    left join observed_rate as observed
        on
            line.payer_id = observed.payer_id
            and priced.quarter = observed.quarter
            and line.code_now = observed.code
            and priced.is_npp = observed.is_npp
            and priced.is_facility = observed.is_facility
            and priced.is_repeat = observed.is_repeat
            and coalesce(line.service_date >= accepted.accepted_from, false) = observed.is_since
    left join visit_reduced as reduced on line.line_no = reduced.line_no
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
            when visit_rate is not null then 'observed'
            when observed_rate is not null then 'observed'
            when role != 'drug' and price_index is not null and medicare_fee is not null and physician_rate > 0
                then 'class_estimate'
            else 'none'
        end as basis
    from candidate
),

-- What the payer usually allowed beside its usual price, to another product or for another contract, is no shortfall.
habitual as (
    select rated.line_no
    from rated
    inner join observed_rate as observed
        on
            rated.payer_id = observed.payer_id
            and rated.quarter = observed.quarter
            and rated.code_now = observed.code
            and rated.is_npp = observed.is_npp
            and rated.is_facility = observed.is_facility
            and rated.is_repeat = observed.is_repeat
            and rated.is_since = observed.is_since
    where
        rated.basis = 'observed' and rated.price * 0.0001 != rated.observed_rate
        and case
            when is_by_share(observed.rate, observed.permille, rated.place_fee)
                then
                    list_contains(observed.permille_prices, rated.price)
                    or list_contains(observed.permille_shares, permille_of(rated.price, rated.place_fee))
            else
                list_contains(observed.rate_prices, rated.price)
                or list_contains(observed.rate_shares, permille_of(rated.price, rated.place_fee))
        end
),

told as (
    select
        rated.*,
        habitual.line_no is not null as is_habitual
    from rated
    left join habitual on rated.line_no = habitual.line_no
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
                        then case when is_npp then npp_fee(physician_rate) else physician_rate end
                    -- A visit cut for its modifier is held to what the payer allows without it (meanings 28): no habit
                    -- excuses it.
                    when basis = 'observed' and visit_rate is not null then visit_rate
                    when is_habitual then (price * 0.0001)::decimal(18, 4)
                    when basis = 'observed' then observed_rate
                    else round(price_index * medicare_fee, 2)::decimal(12, 2)
                end,
                2
            )
        )
    end::decimal(12, 2) as expected
from told
