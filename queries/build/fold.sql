-- One row per line of a later version that is the same billed line as one of the first version (meanings 9).
with version_line as (
    select
        version.root_id,
        version.version,
        line.claim_no,
        line.line_number,
        line.line_control,
        line.code,
        code_family(line.code, drug_kind.drug_family) as code_family,
        line.service_date
    from claim_version as version
    inner join submitted_line as line on version.claim_no = line.claim_no
    left join drug_kind on line.code = drug_kind.code
    where version.versions > 1
),

base as (
    select * from version_line
    where version = 1
),

later as (
    select * from version_line
    where version > 1
),

by_control as (
    select
        later.claim_no,
        later.line_number,
        min(base.line_number) as base_line
    from later
    inner join base
        on
            later.root_id = base.root_id
            and later.line_control = base.line_control
            and later.code_family = base.code_family
    group by later.claim_no, later.line_number
    qualify row_number() over (
        partition by later.claim_no, min(base.line_number)
        order by later.line_number
    ) = 1
),

code_later as (
    select
        later.*,
        row_number() over (
            partition by later.claim_no, later.code, later.service_date
            order by later.line_number
        ) as nth
    from later
    anti join by_control on later.claim_no = by_control.claim_no and later.line_number = by_control.line_number
),

code_base as (
    select
        other.claim_no,
        base.line_number,
        base.code,
        base.service_date,
        row_number() over (
            partition by other.claim_no, base.code, base.service_date
            order by base.line_number
        ) as nth
    from (select distinct
        root_id,
        claim_no
    from later) as other
    inner join base on other.root_id = base.root_id
    anti join by_control on other.claim_no = by_control.claim_no and base.line_number = by_control.base_line
),

by_code as (
    select
        code_later.claim_no,
        code_later.line_number,
        code_base.line_number as base_line
    from code_later
    inner join code_base
        on
            code_later.claim_no = code_base.claim_no
            and code_later.code = code_base.code
            and code_later.service_date = code_base.service_date
            and code_later.nth = code_base.nth
)

select * from by_control
union all
select * from by_code
