-- One row per claim number without news of its own whose lines rest on something learned anew.
with missed as (
    select
        ledger.claim_id,
        ledger.payer_id,
        ledger.payer_class,
        ledger.service_date,
        ledger.expected_basis
    from kept_ledger as ledger
    where ledger.line_id is null
),

-- An administration that was not billed has no line of its own: it stands in the ledger alone.
found as (
    select line.claim_id
    from kept_line as line
    inner join relearned
        on
            relearned.what = 'rate'
            and (year(line.service_date) * 4 + quarter(line.service_date) - 1)::integer = relearned.quarter
            and line.payer_id = relearned.of_whom
            and line.code_now = relearned.code
            and line.is_npp = relearned.is_npp
            and line.is_facility = relearned.is_facility
            and line.is_repeat = relearned.is_repeat
    union all
    select missed.claim_id
    from missed
    inner join relearned
        on
            relearned.what = 'rate' and relearned.code = '96372'
            and (year(missed.service_date) * 4 + quarter(missed.service_date) - 1)::integer = relearned.quarter
            and missed.payer_id = relearned.of_whom
    union all
    -- A price without 25 matters to a visit with it where the payer cuts such visits, now or before.
    select line.claim_id
    from kept_line as line
    inner join relearned
        on
            (year(line.service_date) * 4 + quarter(line.service_date) - 1)::integer = relearned.quarter
            and line.payer_id = relearned.of_whom
            and line.code_now = relearned.code
            and line.is_npp = relearned.is_npp
            and line.is_facility = relearned.is_facility
    where
        line.visit_arm = 'with_25'
        and (relearned.what = 'cut of visits' or (relearned.what = 'price of visits' and line.em_reduced))
    union all
    select line.claim_id
    from kept_line as line
    inner join relearned on relearned.what = 'estimate' and line.payer_class = relearned.of_whom
    where line.expected_basis in ('class_estimate', 'none')
    union all
    select missed.claim_id
    from missed
    inner join relearned on relearned.what = 'estimate' and missed.payer_class = relearned.of_whom
    where missed.expected_basis in ('class_estimate', 'none')
    union all
    select line.claim_id
    from kept_line as line
    inner join relearned on relearned.what = 'cap' and line.payer_id = relearned.of_whom
    where line.role = 'injection' and (line.open_denial > 0 or line.state = 'taken_back')
    union all
    select missed.claim_id
    from missed
    inner join relearned on relearned.what = 'pair' and missed.payer_id = relearned.of_whom
    union all
    select line.claim_id
    from kept_line as line
    inner join relearned on relearned.what = 'opening' and line.billing_npi = relearned.of_whom
    where line.role = 'injection'
    union all
    select line.claim_id
    from kept_line as line
    inner join relearned on relearned.what = 'provider' and line.rendering_npi = relearned.of_whom
    union all
    select line.claim_id
    from kept_line as line
    inner join relearned
        on relearned.what = 'dose' and line.billing_npi = relearned.billing_npi and line.code_now = relearned.code
    left join own_units as now_one on line.billing_npi = now_one.billing_npi and line.code_now = now_one.code
    left join kept_own_units as known on line.billing_npi = known.billing_npi and line.code_now = known.code
    where line.role = 'drug' and line.units_now * 2 < greatest(coalesce(now_one.units, 0), coalesce(known.units, 0))
    union all
    -- Whether a visit was billed on a day is looked up by the injections of the year after it.
    select line.claim_id
    from kept_line as line
    inner join relearned
        on
            relearned.what = 'visit'
            and line.patient_key = relearned.of_whom
            and line.billing_npi = relearned.billing_npi
            and line.service_date > relearned.service_date
            and line.service_date <= relearned.service_date + 366
    where line.role = 'injection' and line.service_date > getvariable('visited_since')::date
    union all
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
