-- One row per patient with a number: the smallest family of all who share one with them.
with reached as (
    select
        tie.number,
        min(family.family) as family
    from tie
    inner join family on tie.patient = family.patient
    group by tie.number
)

select
    tie.patient,
    min(reached.family) as family
from tie
inner join reached on tie.number = reached.number
group by tie.patient
