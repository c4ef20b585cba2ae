-- One row per patient with a number, each a family of their own to begin with.
select distinct
    patient,
    patient as family
from bond
