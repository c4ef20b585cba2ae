-- One row per claim payment that answers a claim we hold: number, dates or charge, and a fitting line (meanings 11).
with candidate as (
    select
        remit.remit_claim_id,
        version.root_id,
        max((
            remit.from_date <= version.to_date and remit.to_date >= version.from_date
        )::integer) as dates_overlap,
        max((abs(remit.charge) = version.claim_charge)::integer) as same_charge,
        max((remit.billing_npi is not distinct from version.billing_npi)::integer) as same_npi,
        min(version.submitted_date) as submitted_date,
        any_value(remit.event_date) as event_date,
        any_value(remit.line_count) as line_count
    from remit_event_claim as remit
    inner join claim_version as version on remit.control = version.control
    group by remit.remit_claim_id, version.root_id
    having dates_overlap = 1 or same_charge = 1
),

fitting_line as (
    select
        candidate.remit_claim_id,
        candidate.root_id,
        line.remit_line_id
    from candidate
    inner join remit_event_line as line on candidate.remit_claim_id = line.remit_claim_id
    inner join billed_variant as billed
        on candidate.root_id = billed.root_id and line.code = billed.code
    where
        (line.service_date = billed.service_date or line.service_date is null)
        and (abs(line.charge) = billed.charge or candidate.same_charge = 1)
    union
    select
        candidate.remit_claim_id,
        candidate.root_id,
        line.remit_line_id
    from candidate
    inner join remit_event_line as line on candidate.remit_claim_id = line.remit_claim_id
    inner join billed_variant as billed
        on candidate.root_id = billed.root_id and line.line_control = billed.line_control
    where line.service_date = billed.service_date and abs(line.charge) = billed.charge
),

fit as (
    select
        remit_claim_id,
        root_id,
        count(*) as fitting
    from fitting_line
    group by remit_claim_id, root_id
),

-- Among claims that fit equally well the payer breaks the tie.
billed_payer as (
    select
        version.root_id,
        control_of(line.payer_source_name) as payer_name
    from (
        select remit_claim_id
        from candidate
        group by remit_claim_id
        having count(*) > 1
    ) as tie
    inner join candidate as tied on tie.remit_claim_id = tied.remit_claim_id
    inner join claim_version as version on tied.root_id = version.root_id
    inner join submitted_line as line on version.claim_key = line.claim_key
    group by all
),

accepted as (
    select
        candidate.*,
        coalesce(fit.fitting, 0) as fitting,
        (billed_payer.root_id is not null)::integer as same_payer
    from candidate
    left join fit on candidate.remit_claim_id = fit.remit_claim_id and candidate.root_id = fit.root_id
    left join remit_event_claim as remit on candidate.remit_claim_id = remit.remit_claim_id
    left join billed_payer
        on
            candidate.root_id = billed_payer.root_id
            and control_of(remit.payer_source_name) = billed_payer.payer_name
    where
        fit.fitting > 0
        or (
            candidate.line_count = 0 and candidate.same_charge = 1
            and (candidate.dates_overlap = 1 or remit.from_date is null)
        )
)

select
    remit_claim_id,
    arg_max(
        root_id,
        (
            fitting, dates_overlap, same_charge, same_npi, same_payer,
            (submitted_date <= event_date)::integer,
            epoch(submitted_date::timestamp),
            root_id
        )
    ) as root_id
from accepted
group by remit_claim_id
