-- One row per drug line without administration whose route is not sure.
-- title: Drug without administration, route not sure
-- kind: flag
-- why: A drug that can go under the skin or into a muscle, but also elsewhere, was billed without any
--     administration.
-- fix: Look in the record how the drug was given; nothing follows from the claim alone.
-- source: A2, B3; drug routes of drug.csv (from memory, unverified)
-- side: billing
-- unverified: yes
select
    line_no,
    null::varchar as part
from missed_administration
where not is_sure
