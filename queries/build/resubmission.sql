-- One row per billed line sent again under a new claim number after a denial: the line it repeats (meanings 9).
with billed as (
    select
        slot.slot_id,
        slot.root_id,
        line.patient_key,
        line.billing_npi,
        line.service_date,
        line.code,
        line.control,
        line.submitted_date,
        line.is_secondary,
        line.version_frequency,
        line.claim_key,
        line.line_number
    from slot
    inner join line_version as line on slot.slot_id = line.slot_id and slot.first_version = line.version
    where not slot.is_voided
),

repeated as (
    select
        *,
        min(root_id) over same_service as smallest_root,
        max(root_id) over same_service as largest_root
    from billed
    window same_service as (partition by patient_key, billing_npi, service_date, code)
),

several as (
    select *
    from repeated
    where smallest_root != largest_root
),

pair as (
    select
        again.slot_id,
        again.root_id,
        again.claim_key,
        again.line_number,
        again.is_secondary,
        earlier.slot_id as earlier_id,
        earlier.root_id as earlier_root,
        earlier.line_number as earlier_line,
        earlier.submitted_date as earlier_date,
        again.submitted_date
    from several as again
    inner join several as earlier
        on
            again.patient_key = earlier.patient_key
            and again.billing_npi is not distinct from earlier.billing_npi
            and again.service_date = earlier.service_date
            and again.code = earlier.code
            and again.root_id != earlier.root_id
            and again.control is distinct from earlier.control
    where
        (earlier.submitted_date, earlier.claim_key) < (again.submitted_date, again.claim_key)
        and not earlier.is_secondary
        and again.version_frequency not in ('7', '8')
),

known as (
    select
        pair.slot_id,
        pair.earlier_id,
        arg_max(
            answer.denial_amount > 0 or answer.is_routed,
            (claim.event_date, claim.source_position, answer.part_id)
        ) as is_refused
    from pair
    inner join part_answer as answer on pair.earlier_id = answer.slot_id
    inner join remit_event_claim as claim on answer.remit_claim_id = claim.remit_claim_id
    where claim.event_date <= pair.submitted_date and not answer.is_reversal
    group by pair.slot_id, pair.earlier_id
),

ranked as (
    select
        pair.*,
        dense_rank() over (
            partition by pair.root_id, pair.earlier_root
            order by pair.line_number
        ) as nth_again,
        dense_rank() over (
            partition by pair.root_id, pair.earlier_root
            order by pair.earlier_line
        ) as nth_earlier
    from pair
    left join known on pair.slot_id = known.slot_id and pair.earlier_id = known.earlier_id
    where pair.is_secondary or known.is_refused
),

latest as (
    select *
    from ranked
    where nth_again = nth_earlier
    qualify row_number() over (partition by slot_id order by earlier_date desc, earlier_id desc) = 1
)

select
    slot_id,
    arg_max(earlier_id, earlier_date) as earlier_id
from latest
group by slot_id
