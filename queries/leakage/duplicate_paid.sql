-- One row per line paid on two claims.
-- title: Both copies paid
-- kind: possible_overpayment
-- why: Two claims of one day hold the same line for the same payer, and both were paid.
-- fix: To the compliance officer; report-and-return rule.
-- source: A27; reason code 18
-- side: documentation
select
    line_no,
    null::varchar as part
from day_line
where role in ('injection', 'em', 'drug') and paid > 0
window same_line as (
    partition by encounter_no, payer_id, rendering_npi, code, units, charge, list_sort(modifiers)
)
qualify min(claim_key) over same_line != max(claim_key) over same_line
