-- One row per line whose patient's share may be asked of nobody but Medicaid.
-- title: Share of a patient with Medicaid's protection
-- kind: leak
-- why: The payer says that Medicaid stands for the patient's deductible, coinsurance or copay (QMB), and no other
--     payer has answered for it yet.
-- fix: Send the claim with Medicare's answer to Medicaid; never bill the patient.
-- source: A22; remark codes N781 (deductible), N782 (coinsurance), N783 (copay)
-- class: qmb_share
-- side: billing
-- preventable: M
-- recoverable: M
-- judged: rule
-- deadline: refile
select
    line_no,
    part
from leak_part
where part = 'qmb'
