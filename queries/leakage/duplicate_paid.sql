-- One row per line paid on two claims.
-- title: Both copies paid
-- kind: possible_overpayment
-- why: Two claims of one day hold the same line for the same payer, and both were paid.
-- fix: To the compliance officer; report-and-return rule.
-- source: A27; reason code 18
-- side: documentation
with several as (
    select encounter_no
    from day_line
    where paid > 0
    group by encounter_no
    having min(claim_key) != max(claim_key)
),

paid as (
    select
        line.line_no,
        line.encounter_no,
        line.payer_id,
        line.rendering_npi,
        line.code,
        line.units,
        line.charge,
        list_sort(line.modifiers) as modifiers,
        line.claim_key
    from day_line as line
    semi join several on line.encounter_no = several.encounter_no
    where line.role in ('injection', 'em', 'drug') and line.paid > 0
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
