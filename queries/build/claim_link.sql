-- One row per claim payment that answers a claim we hold: number, dates or charge, and a fitting line (meanings 11).
with candidate as (
    select
        remit.remit_no,
        version.root_id,
        max((
            remit.from_date <= version.to_date and remit.to_date >= version.from_date
        )::integer) as dates_overlap,
        max((abs(remit.charge) = version.claim_charge)::integer) as same_charge,
        max((remit.billing_npi is not distinct from version.billing_npi)::integer) as same_npi,
        min(version.submitted_date) as submitted_date
    from remit_event_claim as remit
    inner join claim_version as version on remit.control = version.control
    group by remit.remit_no, version.root_id
    having dates_overlap = 1 or same_charge = 1
),

fit_by_code as (
    select
        candidate.remit_no,
        candidate.root_id,
        count(distinct line.part_no) as fitting
    from candidate
    inner join remit_event_line as line on candidate.remit_no = line.remit_no
    inner join billed_variant as billed
        on candidate.root_id = billed.root_id and line.code = billed.code
    where
        (line.service_date = billed.service_date or line.service_date is null)
        and (abs(line.charge) = billed.charge or candidate.same_charge = 1)
    group by candidate.remit_no, candidate.root_id
),

-- A code that the payer changed without saying so may still carry our line control number.
fit_by_control as (
    select
        candidate.remit_no,
        candidate.root_id,
        count(distinct line.part_no) as fitting
    from candidate
    anti join fit_by_code on candidate.remit_no = fit_by_code.remit_no
    inner join remit_event_line as line on candidate.remit_no = line.remit_no
    inner join billed_variant as billed
        on candidate.root_id = billed.root_id and line.line_control = billed.line_control
    where line.service_date = billed.service_date and abs(line.charge) = billed.charge
    group by candidate.remit_no, candidate.root_id
),

-- A claim paid without lines fits by its charge.
fit_by_claim as (
    select
        candidate.remit_no,
        candidate.root_id,
        1 as fitting
    from candidate
    inner join remit_event_claim as remit on candidate.remit_no = remit.remit_no
    where
        remit.line_count = 0 and candidate.same_charge = 1
        and (candidate.dates_overlap = 1 or remit.from_date is null)
),

fit as (
    select * from fit_by_code
    union all
    select * from fit_by_control
    union all
    select * from fit_by_claim
),

tie as (
    select remit_no
    from fit
    group by remit_no
    having count(*) > 1
),

billed_payer as (
    select distinct
        fit.remit_no,
        fit.root_id
    from tie
    inner join fit on tie.remit_no = fit.remit_no
    inner join remit_event_claim as remit on tie.remit_no = remit.remit_no
    inner join claim_version as version on fit.root_id = version.root_id
    inner join submitted_line as line on version.claim_no = line.claim_no
    where control_of(line.payer_source_name) = control_of(remit.payer_source_name)
),

-- Among claims that fit equally well the payer breaks the tie.
ranked as (
    select
        fit.remit_no,
        fit.root_id,
        row_number() over (
            partition by fit.remit_no
            order by
                fit.fitting desc,
                candidate.dates_overlap desc,
                candidate.same_charge desc,
                candidate.same_npi desc,
                (billed_payer.root_id is null),
                (candidate.submitted_date > remit.event_date),
                candidate.submitted_date desc,
                fit.root_id
        ) as place
    from tie
    inner join fit on tie.remit_no = fit.remit_no
    inner join candidate on fit.remit_no = candidate.remit_no and fit.root_id = candidate.root_id
    inner join remit_event_claim as remit on fit.remit_no = remit.remit_no
    left join billed_payer on fit.remit_no = billed_payer.remit_no and fit.root_id = billed_payer.root_id
)

select
    fit.remit_no,
    fit.root_id
from fit
anti join tie on fit.remit_no = tie.remit_no
union all
select
    remit_no,
    root_id
from ranked
where place = 1
