-- One row per number that a reference may mean, however it is written: whole (0), one of its parts (1), or a beginning
-- of it (2), the longest before shorter ones (meanings 24).
with reference as (
    select distinct
        payer_id,
        payee,
        written,
        number
    from plb_pair
    where number != ''
),

part as (
    select distinct
        payer_id,
        payee,
        written,
        number,
        unnest(regexp_split_to_array(written, '[^A-Z0-9]+')) as candidate
    from reference
),

beginning as (
    select
        payer_id,
        payee,
        written,
        number,
        unnest(range(1, length(number)))::integer as size
    from reference
)

select
    payer_id,
    payee,
    written,
    number as candidate,
    0 as way,
    0 as size
from reference
union all
select
    payer_id,
    payee,
    written,
    candidate,
    1 as way,
    0 as size
from part
where candidate != '' and candidate != number
union all
select
    payer_id,
    payee,
    written,
    left(number, size) as candidate,
    2 as way,
    size
from beginning
-- Digits that go on are another, longer number: 10001 names no claim 1000. What a claim number is followed by is long
-- (a member id, a day, a check), or a claim number that is long itself has a version behind it.
where size >= 10 or length(number) - size >= 6 or not regexp_matches(substr(number, size, 2), '^[0-9]{2}$')
