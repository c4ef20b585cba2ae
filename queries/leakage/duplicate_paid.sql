-- One row per line paid on two claims.
-- title: Both copies paid
-- kind: possible_overpayment
-- why: Two claims of one day hold the same line for the same payer, and both were paid.
-- fix: To the compliance officer; report-and-return rule.
-- source: A27; reason code 18
-- side: documentation
with paid as (
    select
        line_no,
        encounter_no,
        payer_id,
        rendering_npi,
        code,
        units,
        charge,
        list_sort(modifiers) as modifiers,
        claim_key
    from day_line
    where role in ('injection', 'em', 'drug') and paid > 0
),

twice as (
    select
        encounter_no,
        payer_id,
        rendering_npi,
        code,
        units,
        charge,
        modifiers
    from paid
    group by all
    having count(distinct claim_key) > 1
)

select
    paid.line_no,
    null::varchar as part
from paid
semi join twice
    on
        paid.encounter_no = twice.encounter_no
        and paid.payer_id is not distinct from twice.payer_id
        and paid.rendering_npi is not distinct from twice.rendering_npi
        and paid.code = twice.code
        and paid.units = twice.units
        and paid.charge = twice.charge
        and paid.modifiers = twice.modifiers
