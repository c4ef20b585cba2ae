-- One row per billed line sent again under a new claim number after a denial: the line it repeats (meanings 9).
with service as (
    select
        line.patient_key,
        line.billing_npi,
        line.service_date,
        line.code
    from slot
    inner join submitted_line as line on slot.first_slot_line = line.slot_id
    where not slot.is_voided
    group by all
    having count(distinct slot.root_id) > 1
),

several as (
    select
        slot.slot_id,
        slot.root_id,
        line.patient_key,
        line.billing_npi,
        line.service_date,
        line.code,
        line.control,
        line.submitted_date,
        line.payer_sequence in ('S', 'T') as is_secondary,
        line.frequency_code,
        line.slot_id as first_line
    from service
    inner join submitted_line as line
        on
            service.patient_key = line.patient_key
            and service.billing_npi is not distinct from line.billing_npi
            and service.service_date = line.service_date
            and service.code = line.code
    inner join slot on line.slot_id = slot.first_slot_line
    where not slot.is_voided
),

pair as (
    select
        again.slot_id,
        again.root_id,
        again.first_line,
        again.is_secondary,
        earlier.slot_id as earlier_id,
        earlier.root_id as earlier_root,
        earlier.first_line as earlier_line,
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
        (earlier.submitted_date, earlier.first_line) < (again.submitted_date, again.first_line)
        and not earlier.is_secondary
        and again.frequency_code not in ('7', '8')
),

known as (
    select
        pair.slot_id,
        pair.earlier_id,
        arg_max(
            answer.denial_amount > 0 or answer.is_routed,
            (claim.event_date, claim.source_position, answer.part_no)
        ) as is_refused
    from pair
    inner join part_answer as answer on pair.earlier_id = answer.slot_id
    inner join remit_event_claim as claim on answer.remit_no = claim.remit_no
    where claim.event_date <= pair.submitted_date and not answer.is_reversal
    group by pair.slot_id, pair.earlier_id
),

ranked as (
    select
        pair.*,
        dense_rank() over (
            partition by pair.root_id, pair.earlier_root
            order by pair.first_line
        ) as nth_again,
        dense_rank() over (
            partition by pair.root_id, pair.earlier_root
            order by pair.earlier_line
        ) as nth_earlier
    from pair
    left join known on pair.slot_id = known.slot_id and pair.earlier_id = known.earlier_id
    where pair.is_secondary or known.is_refused
)

select
    slot_id,
    earlier_id
from ranked
where nth_again = nth_earlier
qualify row_number() over (partition by slot_id order by earlier_date desc, earlier_id desc) = 1
