-- One row per visit and injection of its payer and day: whether by one provider, and whether another service of that
-- provider was paid that can take the visit, too (meanings 27, 28).
with visited as (
    select distinct encounter_no
    from line_state
    where role = 'em' and state != 'withdrawn'
),

injected as (
    select distinct encounter_no
    from line_state
    where role = 'injection' and state not in ('voided', 'withdrawn')
),

-- A taxonomy that may stand for several specialties says nothing; one that is not listed stands for itself.
member as (
    select
        line.*,
        coalesce(known.is_npp, regexp_matches(line.taxonomy, '^(363L|363A|364S)'), false) as counts_as_npp,
        known.taxonomy is not null as is_listed,
        case
            when known.taxonomy is not null then case when known.is_certain then known.specialty end
            else left(line.taxonomy, 9)
        end as specialty
    from line_state as line
    semi join visited on line.encounter_no = visited.encounter_no
    semi join injected on line.encounter_no = injected.encounter_no
    left join taxonomy_specialty as known on line.taxonomy = known.taxonomy
    where line.state != 'withdrawn'
),

visit as (
    select
        *,
        code in ('99202', '99203', '99204', '99205') as is_new,
        code in ('99212', '99213', '99214', '99215') as is_established
    from member
    where role = 'em'
),

-- Medicare counts a nurse practitioner or assistant as a specialty of its own, others as of the doctor's.
beside as (
    select
        visit.line_no,
        other.role = 'injection' as is_injection,
        is_paid_side(other.state) and other.allowed > 0 as is_paid,
        is_paid_side(other.state_first) and other.state_first != 'underpaid' as is_paid_first,
        coalesce(visit.rendering_npi = other.rendering_npi, false) as same_rendering,
        case
            when visit.rendering_npi = other.rendering_npi then 'npi'
            when visit.payer_class = 'medicare' and visit.counts_as_npp != other.counts_as_npp then 'npp'
            when visit.payer_class != 'medicare' and (visit.counts_as_npp or other.counts_as_npp) then 'specialty'
            when visit.specialty = other.specialty and visit.is_listed = other.is_listed then 'specialty'
            when visit.specialty != other.specialty and visit.is_listed and other.is_listed then 'other_specialty'
            else 'unknown'
        end as same_provider,
        case
            when edit.column_one is null
                then
                    (visit.is_established and period.code is not null)
                    or (visit.payer_class != 'medicare' and other.code_now between '99381' and '99397')
            when visit.is_new then edit.ind_new is not null
            else visit.is_established and edit.ind_established is not null
        end as can_take
    from visit
    inner join member as other
        on
            visit.encounter_no = other.encounter_no and visit.payer_id is not distinct from other.payer_id
            and visit.line_no != other.line_no
    left join em_column_two as edit on other.code_now = edit.column_one
    left join global_days as period on other.code_now = period.code
    where other.state != 'voided'
)

select
    line_no,
    ['npi', 'specialty', 'npp', 'unknown', 'other_specialty'][
        min(list_position(['npi', 'specialty', 'npp', 'unknown', 'other_specialty'], same_provider))
        filter (where is_injection)
    ] as same_provider,
    bool_or(is_injection and same_rendering) as same_rendering,
    bool_or(not is_injection and can_take and same_provider in ('npi', 'specialty') and is_paid) as is_taken_by_other,
    bool_or(not is_injection and can_take and same_provider in ('npi', 'specialty') and is_paid_first)
        as was_taken_by_other
from beside
group by line_no
having bool_or(is_injection)
