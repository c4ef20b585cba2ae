-- One row per line and part of it with a last day for the step: Medicare's, or the payer's as it was set (34, 42).
with clock as (
    select
        line_no,
        part,
        payer_id,
        deadline_kind,
        is_filed_anew,
        service_date,
        adverse_date,
        refused_on,
        lost_on
    from leak_due
    where
        not is_medicare and (leak_class not in ('other_payer', 'qmb_share') or disposition is not null)
        and deadline_kind in ('appeal', 'second_appeal', 'refile')
),

-- Which days of which row speak: a correction goes by its own limit where there is one, a new claim by that of filing.
asked as (
    select
        clock.*,
        limits.valid_from,
        limits.appeal_days,
        limits.second_appeal_days,
        case
            when not clock.is_filed_anew and limits.corrected_days is not null then limits.corrected_days
            else limits.filing_days
        end as refile_days,
        case
            when not clock.is_filed_anew and limits.corrected_days is not null
                then coalesce(limits.corrected_from, 'service')
            else coalesce(limits.filing_from, 'service')
        end as refile_from
    from clock
    inner join payer_limit as limits on clock.payer_id = limits.payer_id
),

started as (
    select
        *,
        case
            when deadline_kind = 'appeal' then adverse_date
            when deadline_kind = 'second_appeal' then lost_on
            when refile_from = 'service' then service_date
            else coalesce(adverse_date, refused_on)
        end as starts_on,
        case
            when deadline_kind = 'appeal' then appeal_days
            when deadline_kind = 'second_appeal' then second_appeal_days
            else refile_days
        end as days,
        case
            when deadline_kind = 'appeal' then 'denial'
            when deadline_kind = 'second_appeal' then 'decision'
            else refile_from
        end as counts_from
    from asked
),

-- The row in force on the day the clock starts; one without a day has always been.
in_force as (
    select *
    from started
    where starts_on >= coalesce(valid_from, date '1900-01-01')
    qualify row_number() over (partition by line_no, part order by valid_from desc nulls last) = 1
)

select
    line_no,
    part,
    'set' as limit_basis,
    (starts_on + days::integer)::date as deadline,
    format('set by the practice: {} days from the {}', days, counts_from) as deadline_note
from in_force
where days is not null
union all
select
    line_no,
    part,
    'medicare' as limit_basis,
    case deadline_kind
        when 'refile' then service_date + interval 1 year
        when 'reopening' then adverse_date + interval 1 year
        when 'second_appeal' then lost_on + interval 185 day
        else adverse_date + interval 125 day
    end::date as deadline,
    case deadline_kind
        when 'refile' then 'Medicare: one year from the date of service'
        when 'reopening' then 'Medicare: one year from the first determination that stands'
        when 'second_appeal' then 'Medicare: 180 days and 5 for mail from the decision of the first appeal'
        else 'Medicare: 120 days and 5 for mail from the first determination that stands'
    end as deadline_note
from leak_due
where
    is_medicare and (leak_class not in ('other_payer', 'qmb_share') or disposition is not null)
    and case deadline_kind
        when 'refile' then service_date
        when 'second_appeal' then lost_on
        when 'appeal' then adverse_date
        when 'reopening' then adverse_date
    end is not null
