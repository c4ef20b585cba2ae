-- One row per line that waits longer than the payer takes.
-- title: No answer, past the usual time
-- kind: leak
-- why: The payer has answered 95 of 100 of its lines in less time than this one has waited.
-- fix: Ask the payer where the claim is; send it again only if it never arrived, within the filing limit.
-- source: A26; Kaplan-Meier 95th percentile of the payer; Medicare files within one calendar year (Noridian)
-- class: no_response
-- side: payer
-- preventable: M
-- recoverable: H
-- judged: rule
-- deadline: refile
select
    line_no,
    part
from leak_part
where part = 'whole' and state = 'no_response'
