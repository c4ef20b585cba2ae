-- One row per line under a contract that gives it a rate: what was agreed per unit (meanings 25).
with fitting as (
    select
        line.line_no,
        line.code_now,
        agreed.basis,
        agreed.rate,
        -- The row of a modifier goes before the general one, then that of a place, then a payer's id before its name.
        row_number() over (
            partition by line.line_no
            order by
                agreed.modifier = '', list_position(line.modifiers_now, agreed.modifier), agreed.place = '',
                not agreed.is_by_id
        ) as place
    from line_fact as line
    inner join line_priced as priced on line.line_no = priced.line_no
    inner join agreed_rate as agreed
        on
            line.payer_id = agreed.payer_id and line.code_now = agreed.code
            and (agreed.modifier = '' or list_contains(line.modifiers_now, agreed.modifier))
            and agreed.place in ('', case when priced.is_facility then 'facility' else 'office' end)
            and line.service_date >= coalesce(agreed.effective_from, date '1900-01-01')
            and line.service_date <= coalesce(agreed.effective_to, date '2999-12-31')
),

rated as (
    select
        fitting.line_no,
        case
            when fitting.basis = 'fixed' then fitting.rate
            else round(priced.physician_rate * fitting.rate * 0.01, 2)
        end::decimal(12, 2) as rate
    from fitting
    inner join line_priced as priced on fitting.line_no = priced.line_no
    where fitting.place = 1
)

select
    line_no,
    rate
from rated
where rate is not null
