-- One row per patient with a number: the smallest family of all who share one with them.
with reached as (
    select
        bond.number,
        min(family.family) as family
    from bond
    inner join family on bond.patient = family.patient
    group by bond.number
)

select
    bond.patient,
    min(reached.family) as family
from bond
inner join reached on bond.number = reached.number
group by bond.patient
