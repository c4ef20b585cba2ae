-- One row per distinct service payment: the first live copy of an event (meanings 12).
with placed as (
    select
        line.*,
        payment.interchange_date,
        payment.interchange_control
    from remit_line as line
    inner join remit_claim as claim on line.remit_claim_id = claim.remit_claim_id
    inner join remit_payment as payment on claim.payment_id = payment.payment_id
),

copy as (
    select
        identity,
        min(
            (
                coalesce(interchange_date, date '1900-01-01'),
                coalesce(interchange_control, ''),
                source_sha,
                source_position
            )
        ) as kept
    from placed
    group by identity
)

select
    line.remit_line_id,
    line.remit_claim_id,
    line.line_number,
    line.line_control,
    line.code as code_paid,
    coalesce(line.billed_code, line.code) as code,
    line.billed_code,
    array_to_string(
        coalesce(
            case when line.billed_code is not null then nullif(line.billed_modifiers, []) end,
            line.modifiers,
            []
        ), ':'
    ) as modifier_text,
    coalesce(
        case when line.billed_code is not null then nullif(line.billed_modifiers, []) end, line.modifiers, []
    ) as modifiers,
    line.units_billed,
    line.units_paid,
    coalesce(line.charge, 0) as charge,
    coalesce(line.paid, 0) as paid,
    case when line.allowed_source = 'sent' then line.allowed end as allowed_sent,
    line.service_date,
    line.rendering_npi,
    coalesce(line.remarks, []) as remarks,
    line.source_sha,
    line.source_position
from placed as line
inner join copy
    on
        line.identity = copy.identity
        and line.source_sha = copy.kept[3]
        and line.source_position = copy.kept[4]
