-- One row per line of the leak ledger, or missed administration: both sides of the equation in cents (meanings 30, 31).
with universe as (
    select encounter_no
    from line_state
    where role = 'injection'
    union
    select encounter_no
    from missed_administration
    where is_sure
),

chosen as (
    select
        line.line_no,
        false as is_missed,
        line.role,
        line.charge_now as charge,
        line.expected,
        line.expected_basis,
        case when line.state = 'denied' then pair.em_loss_cause end as em_loss_cause,
        line.em_reduced,
        case
            when line.state = 'no_response' then line.overdue
            else coalesce(date_diff('day', line.last_response_date, cut_off.as_of) > response_limit.p95_days, false)
        end as is_late
    from line_state as line
    semi join universe on line.encounter_no = universe.encounter_no
    left join encounter as pair on line.line_id = pair.em_line_id
    left join response_limit on line.payer_id = response_limit.payer_id
    cross join cut_off
    where line.role in ('injection', 'drug') or (line.role = 'em' and pair.em_line_id is not null)
    union all
    select
        line_no,
        true as is_missed,
        'injection' as role,
        0 as charge,
        expected,
        expected_basis,
        null as em_loss_cause,
        false as em_reduced,
        false as is_late
    from missed_administration
    where is_sure
),

told as (
    select
        chosen.*,
        line.state,
        line.state = 'underpaid' and line.allowed = 0 and not chosen.is_missed as is_zero,
        line.state in ('paid', 'patient_share', 'recovered', 'underpaid', 'part_denied') and not chosen.is_missed
            as is_settled,
        line.has_secondary_answer,
        line.open_share,
        (line.uncollectable_share * 100)::bigint as uncollectable_cents,
        line.units_now::double as units,
        (line.allowed * 100)::bigint as allowed_cents,
        case when chosen.is_missed then 0 else (line.received * 100)::bigint end as got_cents,
        (chosen.expected * 100)::bigint as due_cents,
        case
            when chosen.is_missed and (chosen.expected_basis = 'none' or chosen.expected is null) then 'no_rate'
            when chosen.is_missed then null
            when line.state in ('voided', 'withdrawn', 'pended', 'capitated', 'in_encounter_rate') then line.state
            when line.primary_missing then 'primary_missing'
            when line.state in ('no_response', 'awaiting_correction') and not chosen.is_late then line.state
            when chosen.expected_basis = 'none' or chosen.expected is null then 'no_rate'
        end as outside
    from chosen
    inner join line_state as line on chosen.line_no = line.line_no
),

-- A rate estimated from the class measures what was refused, never what was paid: the paid part stands as paid.
cut as (
    select
        * replace (is_settled and not is_zero as is_settled),
        is_settled and not is_zero and expected_basis = 'class_estimate' and outside is null as is_unrated,
        case when state = 'part_denied' and is_settled then round(due_cents * open_share, 0)::bigint else 0 end
            as cut_cents
    from told
),

held as (
    select
        *,
        case when is_unrated then got_cents + cut_cents + uncollectable_cents else due_cents end as expected_cents,
        case when is_unrated then uncollectable_cents else due_cents - cut_cents - got_cents end as gap_cents,
        -- An observed rate is known to the cent per unit, a drug's to a hundredth: half of that is rounding.
        greatest(
            tolerance_cents(due_cents),
            case when expected_basis = 'observed' then units / case when role = 'drug' then 200 else 2 end else 0 end
        )
            as tolerated_cents
    from cut
),

-- First what nobody but Medicaid may be asked for, however little.
protected as (
    select
        *,
        case when is_settled then greatest(0, least(uncollectable_cents, gap_cents)) else 0 end as qmb_cents
    from held
),

split as (
    select
        *,
        case
            when is_settled and has_secondary_answer and gap_cents - qmb_cents > tolerated_cents
                then least(gap_cents - qmb_cents, greatest(0, coalesce(allowed_cents - got_cents - qmb_cents, 0)))
            else 0
        end as secondary_cents
    from protected
)

select
    line_no,
    is_missed,
    role,
    charge,
    expected_basis,
    case
        when outside in ('pended', 'no_response', 'awaiting_correction') then 'open'
        when outside is not null then 'not_valued'
        else 'valued'
    end as standing,
    outside,
    is_unrated,
    em_loss_cause,
    em_reduced,
    -- What nobody can value is work all the same (meanings 31).
    coalesce(outside = 'no_rate' and not is_missed and state in ('denied', 'part_denied', 'taken_back'), false)
        as is_unvalued,
    is_zero,
    case when outside is null then expected_cents else 0 end::bigint as expected_cents,
    case when outside is null then got_cents else 0 end::bigint as received_cents,
    case when outside is null then greatest(0, -gap_cents) else 0 end::bigint as overpaid_cents,
    case when outside is null and not is_settled then greatest(0, gap_cents) else 0 end::bigint as whole_cents,
    case when outside is null then cut_cents else 0 end::bigint as cut_cents,
    case
        when outside is null and is_settled then greatest(0, gap_cents - qmb_cents - secondary_cents)
        else 0
    end::bigint as short_cents,
    case when outside is null then secondary_cents else 0 end::bigint as secondary_cents,
    case when outside is null then qmb_cents else 0 end::bigint as qmb_cents,
    tolerated_cents
from split
