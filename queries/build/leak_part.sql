-- One row per line and part of it that did not come in: what the leakage rules judge and name (meanings 31).
with part as (
    select
        *,
        'missed' as part,
        whole_cents as amount_cents
    from ledger_line
    where is_missed and whole_cents > 0
    union all
    select
        *,
        'whole' as part,
        whole_cents as amount_cents
    from ledger_line
    where not is_missed and whole_cents > 0
    union all
    select
        *,
        'cut' as part,
        cut_cents as amount_cents
    from ledger_line
    where cut_cents > 0
    union all
    select
        *,
        'short' as part,
        short_cents as amount_cents
    from ledger_line
    where short_cents > 0
    union all
    select
        *,
        'secondary' as part,
        secondary_cents as amount_cents
    from ledger_line
    where secondary_cents > 0
    union all
    select
        *,
        'qmb' as part,
        qmb_cents as amount_cents
    from ledger_line
    where qmb_cents > 0
    union all
    select
        ledger.*,
        case when line.state = 'part_denied' then 'cut' else 'whole' end as part,
        0 as amount_cents
    from ledger_line as ledger
    inner join line_state as line on ledger.line_no = line.line_no
    where ledger.is_unvalued
)

select
    part.line_no,
    part.part,
    part.amount_cents,
    part.role,
    part.expected_basis,
    part.em_loss_cause,
    part.em_reduced,
    part.is_zero,
    part.amount_cents <= part.tolerated_cents and part.part != 'qmb' as is_tolerated,
    part.is_missed,
    part.is_unvalued,
    line.encounter_no,
    line.line_id,
    line.state,
    coalesce(line.open_category, 'unclassified') as category,
    line.open_reason as reason,
    line.code_now as code,
    line.code_paid,
    line.payer_id,
    line.payer_class,
    line.is_facility,
    coalesce(pair.pair_kind, 'none') as pair_kind
from part
inner join line_state as line on part.line_no = line.line_no
left join encounter as pair on line.line_id = pair.em_line_id
