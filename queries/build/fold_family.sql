-- One row per line of a later version that took the place of a line with another code of its family.
with later as (
    select
        version.root_id,
        line.claim_no,
        line.line_number,
        code_family(line.code, drug_kind.drug_family) as code_family,
        line.service_date
    from claim_version as version
    inner join submitted_line as line on version.claim_no = line.claim_no
    left join drug_kind on line.code = drug_kind.code
    anti join fold on line.claim_no = fold.claim_no and line.line_number = fold.line_number
    where version.versions > 1 and version.version > 1
),

base as (
    select
        other.claim_no,
        line.line_number,
        code_family(line.code, drug_kind.drug_family) as code_family,
        line.service_date
    from (select distinct
        root_id,
        claim_no
    from later) as other
    inner join claim_version as version on other.root_id = version.root_id and version.version = 1
    inner join submitted_line as line on version.claim_no = line.claim_no
    left join drug_kind on line.code = drug_kind.code
    anti join fold on other.claim_no = fold.claim_no and line.line_number = fold.base_line
),

family_later as (
    select
        later.*,
        row_number() over (
            partition by later.claim_no, later.code_family, later.service_date
            order by later.line_number
        ) as nth
    from later
),

family_base as (
    select
        base.*,
        row_number() over (
            partition by base.claim_no, base.code_family, base.service_date
            order by base.line_number
        ) as nth
    from base
)

select
    family_later.claim_no,
    family_later.line_number,
    family_base.line_number as base_line
from family_later
inner join family_base
    on
        family_later.claim_no = family_base.claim_no
        and family_later.code_family = family_base.code_family
        and family_later.service_date = family_base.service_date
        and family_later.nth = family_base.nth
