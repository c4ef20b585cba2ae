"""Every rule of queries/leakage with its hits and near misses, drawn; one build, each claim named for what it shows."""

import polars as pl
import pytest
from drawn import build, stored, table
from story import written

from analytics.leakage import PRECEDENCE, RULES

# A claim is named for the rule that it shows; `-no` says that the rule must leave it alone; a number tells them apart.
CLAIMS = """
claim                          | code  | charge | units | mods | dx         | pos | payer | filing | date       | by
administration_not_billed      | J3420 | 20.00  |       |      | E538       |     |       |        |            |
administration_not_billed 2    | J3420 | 20.00  |       |      | E538       |     |       |        |            |
                               | 99213 | 200.00 |       | 25   | I10        |     |       |        |            |
administration_not_billed 3    | J3420 | 20.00  |       |      | E538       |     | ACME  | CI     |            |
                               | 99213 | 200.00 |       |      | I10        |     |       |        |            |
administration_not_billed-no   | J3420 | 20.00  |       |      | E538       |     |       |        |            |
                               | 96372 | 40.00  |       |      | E538       |     |       |        |            |
administration_not_billed-no 2 | J3420 | 20.00  |       |      | E538       | 22  |       |        |            |
administration_not_billed-no 3 | J3420 | 20.00  |       |      | E538       |     |       |        |            |
                               | 20610 | 90.00  |       |      | E538       |     |       |        |            |
administration_not_billed-no 4 | J0696 | 20.00  |       |      | N10        |     |       |        |            |
administration_not_billed-no 5 | J3420 | 20.00  |       |      | E538       |     |       |        |            |
                               | 99211 | 40.00  |       |      | I10        |     |       |        |            |
administration_beside_visit    | J3420 | 20.00  |       |      | E538       |     |       |        |            |
                               | 99211 | 40.00  |       |      | I10        |     |       |        |            |
administration_beside_visit 2  | J3420 | 20.00  |       |      | E538       |     |       |        |            |
                               | 99213 | 200.00 |       |      | I10        |     |       |        |            |
administration_beside_visit-no | J3420 | 20.00  |       |      | E538       |     |       |        |            |
                               | 99213 | 200.00 |       | 25   | I10        |     |       |        |            |
administration_check           | J0696 | 20.00  |       |      | N10        |     |       |        |            |
administration_check-no        | J0696 | 20.00  |       |      | N10        |     |       |        |            |
                               | 96365 | 90.00  |       |      | N10        |     |       |        |            |
administration_check-no 2      | J3420 | 20.00  |       |      | E538       |     |       |        |            |
zero_without_reason            | 96372 | 40.00  |       |      |            |     |       |        |            |
zero_without_reason-no         | 96372 | 40.00  |       |      |            |     |       |        |            |
no_response                    | 96372 | 40.00  |       |      |            |     |       |        |            |
no_response-no                 | 96372 | 40.00  |       |      |            |     |       |        | 06-27      |
no_response-no 2               | 96372 | 40.00  |       |      |            |     | NEW   | MB     |            |
takeback                       | 96372 | 40.00  |       |      |            |     |       |        |            |
takeback 2                     | 96372 | 40.00  |       |      |            |     |       |        |            |
takeback-no                    | 96372 | 40.00  |       |      |            |     |       |        |            |
other_payer                    | 96372 | 40.00  |       |      |            |     |       |        |            |
other_payer-no                 | 96372 | 40.00  |       |      |            |     | ACME  | CI     |            |
shifted_to_patient             | 96372 | 40.00  |       |      |            |     |       |        |            |
shifted_to_patient-no          | 96372 | 40.00  |       |      |            |     |       |        |            |
em_lost_to_pair                | 99213 | 200.00 |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
em_lost_to_pair-no             | 99213 | 200.00 |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            | 2
em_lost_to_pair-no 2           | 99213 | 200.00 |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
em_lost_to_pair-no 3           | 99213 | 200.00 |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
nurse_visit_pair               | 99211 | 40.00  |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
nurse_visit_pair-no            | 99212 | 90.00  |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
drug_bundled                   | J3420 | 20.00  |       |      | E538       |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
drug_bundled-no                | J3420 | 20.00  |       |      | E538       |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
drug_authorization             | J3420 | 20.00  |       |      | E538       |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
drug_authorization-no          | 96372 | 40.00  |       |      |            |     |       |        |            |
ncci_pair                      | 96372 | 40.00  |       |      |            |     |       |        |            |
ncci_pair-no                   | 96372 | 40.00  |       |      |            |     |       |        |            |
bundled                        | 96372 | 40.00  |       |      |            |     |       |        |            |
bundled-no                     | 96372 | 40.00  |       |      |            |     |       |        |            |
modifier                       | 96372 | 40.00  |       |      |            |     |       |        |            |
modifier 2                     | 96372 | 40.00  |       |      |            |     |       |        |            |
modifier-no                    | 96372 | 40.00  |       |      |            |     |       |        |            |
diagnosis_link                 | 96372 | 40.00  |       |      |            |     |       |        |            |
diagnosis_link-no              | 96372 | 40.00  |       |      |            |     |       |        |            |
medical_necessity              | 96372 | 40.00  |       |      |            |     |       |        |            |
medical_necessity-no           | 96372 | 40.00  |       |      |            |     |       |        |            |
units_frequency                | 96372 | 80.00  | 2     |      |            |     |       |        |            |
units_frequency-no             | 96372 | 80.00  | 2     |      |            |     |       |        |            |
authorization                  | 96372 | 40.00  |       |      |            |     |       |        |            |
authorization-no               | 96372 | 40.00  |       |      |            |     |       |        |            |
place_of_service               | 96372 | 40.00  |       |      |            |     |       |        |            |
place_of_service-no            | 96372 | 40.00  |       |      |            | 22  |       |        |            |
qualifying_service_missing     | 96372 | 40.00  |       |      |            |     |       |        |            |
qualifying_service_missing-no  | 96372 | 40.00  |       |      |            |     |       |        |            |
invalid_code                   | 96372 | 40.00  |       |      |            |     |       |        |            |
invalid_code-no                | 96372 | 40.00  |       |      |            |     |       |        |            |
missing_information            | 96372 | 40.00  |       |      |            |     |       |        |            |
missing_information-no         | 96372 | 40.00  |       |      |            |     |       |        |            |
timely_filing                  | 96372 | 40.00  |       |      |            |     |       |        |            |
timely_filing-no               | 96372 | 40.00  |       |      |            |     |       |        |            |
eligibility                    | 96372 | 40.00  |       |      |            |     |       |        |            |
eligibility-no                 | 96372 | 40.00  |       |      |            |     |       |        |            |
documentation_requested        | 96372 | 40.00  |       |      |            |     |       |        |            |
documentation_requested-no     | 96372 | 40.00  |       |      |            |     |       |        |            |
provider_enrollment            | 96372 | 40.00  |       |      |            |     |       |        |            |
provider_enrollment-no         | 96372 | 40.00  |       |      |            |     |       |        |            |
non_covered                    | 96372 | 40.00  |       |      |            |     |       |        |            |
non_covered-no                 | 96372 | 40.00  |       |      |            |     |       |        |            |
duplicate                      | 96372 | 40.00  |       |      |            |     |       |        |            |
duplicate-no                   | 96372 | 40.00  |       |      |            |     |       |        |            |
other_denial                   | 96372 | 40.00  |       |      |            |     |       |        |            |
other_denial-no                | 96372 | 40.00  |       |      |            |     |       |        |            |
part_denied_units              | 96372 | 80.00  | 2     |      |            |     |       |        |            |
part_denied_units-no           | 96372 | 80.00  | 2     |      |            |     |       |        |            |
tolerance                      | 96372 | 40.00  |       |      |            |     |       |        |            |
tolerance-no                   | 96372 | 40.00  |       |      |            |     |       |        |            |
recoded                        | 96372 | 40.00  |       |      |            |     |       |        |            |
recoded-no                     | 96372 | 40.00  |       |      |            |     |       |        |            |
underpaid                      | 96372 | 40.00  |       |      |            |     |       |        |            |
underpaid-no                   | 96372 | 40.00  |       |      |            |     |       |        |            |
below_usual                    | 96372 | 40.00  |       |      |            |     | ACME  | CI     |            |
below_usual-no                 | 96372 | 40.00  |       |      |            |     | ACME  | CI     |            |
below_usual-no 2               | 96372 | 40.00  |       |      |            |     |       |        |            |
secondary_shortfall            | 96372 | 40.00  |       |      |            |     |       |        |            |
secondary_shortfall-no         | 96372 | 40.00  |       |      |            |     |       |        |            |
no_drug_line                   | 96372 | 40.00  |       |      | E538       |     |       |        |            |
no_drug_line-no                | 96372 | 40.00  |       |      | E538       |     |       |        |            |
                               | J3420 | 20.00  |       |      | E538       |     |       |        |            |
facility_place                 | 96372 | 40.00  |       |      |            | 22  |       |        |            |
facility_place-no              | 96372 | 40.00  |       |      |            | 20  |       |        |            |
drug_diagnosis                 | 96372 | 40.00  |       |      | E538       |     |       |        |            |
                               | J3420 | 20.00  |       |      | R5383      |     |       |        |            |
drug_diagnosis-no              | 96372 | 40.00  |       |      | R5383      |     |       |        |            |
                               | J3420 | 20.00  |       |      | R5383 D519 |     |       |        |            |
drug_diagnosis-no 2            | J1885 | 20.00  |       |      | R5383      |     |       |        |            |
vague_diagnosis                | 96372 | 40.00  |       |      | R5383 R112 |     |       |        |            |
vague_diagnosis-no             | 96372 | 40.00  |       |      | R5383 E538 |     |       |        |            |
units_over_limit               | J3420 | 20.00  | 2     |      | E538       |     |       |        |            |
units_over_limit 2             | 96372 | 120.00 | 3     |      |            |     |       |        |            |
                               | 96372 | 80.00  | 2     | 76   |            |     |       |        |            |
units_over_limit-no            | J3420 | 20.00  | 1     |      | E538       |     |       |        |            |
                               | 96372 | 160.00 | 4     |      |            |     |       |        |            |
payer_unit_cap                 | 96372 | 120.00 | 3     |      |            |     | ACME  | CI     |            |
payer_unit_cap-no              | 96372 | 40.00  | 1     |      |            |     | ACME  | CI     |            |
payer_unit_cap-no 2            | 96372 | 120.00 | 3     |      |            |     | NEW   | MB     |            |
allergy_code                   | 96372 | 40.00  |       |      | E538       |     |       |        |            |
                               | 95117 | 40.00  |       |      | J301       |     |       |        |            |
allergy_code 2                 | 96372 | 40.00  |       |      | J301       |     |       |        |            |
allergy_code 3                 | 95117 | 40.00  |       |      | L239       |     |       |        |            |
                               | J3301 | 40.00  |       |      | L239       |     |       |        |            |
allergy_code-no                | 96372 | 40.00  |       |      | J301       |     |       |        |            |
                               | J3301 | 40.00  |       |      | J301       |     |       |        |            |
allergy_code-no 2              | 95117 | 40.00  |       |      | J301       |     |       |        |            |
vaccine_code                   | 96372 | 40.00  |       |      | Z23        |     |       |        |            |
                               | 90715 | 40.00  |       |      | Z23        |     |       |        |            |
vaccine_code 2                 | 90471 | 40.00  |       |      | E538       |     |       |        |            |
                               | J3420 | 20.00  |       |      | E538       |     |       |        |            |
vaccine_code-no                | 96372 | 40.00  |       |      | E538       |     |       |        |            |
                               | 90471 | 40.00  |       |      | Z23        |     |       |        |            |
                               | J3420 | 20.00  |       |      | E538       |     |       |        |            |
vaccine_code-no 2              | 90471 | 40.00  |       |      | Z23        |     |       |        |            |
                               | 90715 | 40.00  |       |      | Z23        |     |       |        |            |
                               | J3420 | 20.00  |       |      | E538       |     |       |        |            |
hormone_code                   | 96372 | 40.00  |       |      | C61        |     |       |        |            |
                               | J9217 | 900.00 |       |      | C61        |     |       |        |            |
hormone_code 2                 | 96402 | 90.00  |       |      | E291       |     |       |        |            |
                               | J1071 | 90.00  | 200   |      | E291       |     |       |        |            |
hormone_code-no                | 96372 | 40.00  |       |      | E228       |     |       |        |            |
                               | J1950 | 900.00 |       |      | E228       |     |       |        |            |
hormone_code-no 2              | 96402 | 90.00  |       |      | C61        |     |       |        |            |
                               | J9217 | 900.00 |       |      | C61        |     |       |        |            |
iv_push_code                   | 96374 | 90.00  |       |      | E538       |     |       |        |            |
                               | J3420 | 20.00  |       |      | E538       |     |       |        |            |
iv_push_code 2                 | 96372 | 40.00  |       |      | D509       |     |       |        |            |
                               | J1740 | 90.00  |       |      | D509       |     |       |        |            |
iv_push_code-no                | 96374 | 90.00  |       |      | N10        |     |       |        |            |
                               | J0696 | 20.00  |       |      | N10        |     |       |        |            |
vein_modifier                  | 96372 | 40.00  |       |      | M0579      |     |       |        |            |
                               | J0129 | 900.00 |       | JA   | M0579      |     |       |        |            |
vein_modifier-no               | 96372 | 40.00  |       |      | M0579      |     |       |        |            |
                               | J0129 | 900.00 |       | JB   | M0579      |     |       |        |            |
vein_modifier-no 2             | 96372 | 40.00  |       |      | M0579      |     |       |        |            |
                               | 96365 | 90.00  |       |      | M0579      |     |       |        |            |
                               | J0129 | 900.00 |       | JA   | M0579      |     |       |        |            |
ended_drug_code                | J1030 | 20.00  |       |      |            |     |       |        |            |
ended_drug_code-no             | J1030 | 20.00  |       |      |            |     |       |        | 2024-03-31 |
ended_drug_code-no 2           | J1010 | 20.00  | 40    |      |            |     |       |        |            |
no_visit_before                | 96372 | 40.00  |       |      |            |     |       |        |            |
no_visit_before-no             | 96372 | 40.00  |       |      |            |     |       |        |            |
                               | 99213 | 200.00 |       |      |            |     |       |        | 2024-02-10 |
no_visit_before-no 2           | 96372 | 40.00  |       |      |            |     | ACME  | CI     |            |
charge_below_rate              | 96372 | 13.00  |       |      |            |     |       |        |            |
charge_below_rate-no           | 96372 | 14.00  |       |      |            |     |       |        |            |
same_diagnosis_25              | 99213 | 200.00 |       | 25   | E538 I10   |     |       |        |            |
                               | 96372 | 40.00  |       |      | I10 E538   |     |       |        |            |
same_diagnosis_25-no           | 99213 | 200.00 |       | 25   | I10        |     |       |        |            |
                               | 96372 | 40.00  |       |      | E538       |     |       |        |            |
nurse_visit_paid               | 99211 | 40.00  |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
nurse_visit_paid-no            | 99211 | 40.00  |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
facility_paid                  | 96372 | 40.00  |       |      |            | 22  |       |        |            |
facility_paid-no               | 96372 | 40.00  |       |      |            | 22  |       |        |            |
units_over_limit_paid          | 96372 | 200.00 | 5     |      |            |     |       |        |            |
units_over_limit_paid-no       | 96372 | 160.00 | 4     |      |            |     |       |        |            |
duplicate_paid                 | 96372 | 40.00  |       |      |            |     |       |        |            |
duplicate_paid 2               | 96372 | 40.00  |       |      |            |     |       |        |            |
duplicate_paid-no              | 96372 | 40.00  |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       | 76   |            |     |       |        |            |
"""

REMITS = """
on    | claim                         | code  | billed | paid   | adj                       | remarks | status | payer
02-01 | zero_without_reason           | 96372 |        | 0.00   | CO-45 40.00               |         |        |
02-01 | zero_without_reason-no        | 96372 |        | 0.00   | CO-45 26.09, PR-1 13.91   |         |        |
02-01 | takeback                      | 96372 |        | 13.91  | CO-45 26.09               |         |        |
03-01 | takeback                      | 96372 |        | -13.91 | CO-45 -26.09              |         | 22     |
03-05 | takeback                      | 96372 |        | 0.00   | CO-97 40.00               |         |        |
02-01 | takeback 2                    | 96372 |        | 13.91  | CO-45 26.09               |         |        |
03-01 | takeback 2                    | 96372 |        | -13.91 | CO-45 -26.09              |         | 22     |
02-01 | takeback-no                   | 96372 |        | 13.91  | CO-45 26.09               |         |        |
06-28 | takeback-no                   | 96372 |        | -13.91 | CO-45 -26.09              |         | 22     |
02-01 | other_payer                   | 96372 |        | 0.00   | CO-22 40.00               |         |        |
02-01 | other_payer-no                | 96372 |        | 0.00   | CO-24 40.00               |         |        |
02-01 | shifted_to_patient            | 96372 |        | 0.00   | PR-96 40.00               | N425    |        |
02-01 | shifted_to_patient-no         | 96372 |        | 0.00   | CO-96 40.00               | N425    |        |
02-01 | em_lost_to_pair               | 99213 |        | 0.00   | CO-236 200.00             |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | em_lost_to_pair-no            | 99213 |        | 0.00   | CO-236 200.00             |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | em_lost_to_pair-no 2          | 99213 |        | 0.00   | CO-50 200.00              |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | em_lost_to_pair-no 3          | 99213 |        | 0.00   | CO-236 200.00             |         |        |
      |                               | 96372 |        | 0.00   | CO-97 40.00               |         |        |
02-01 | nurse_visit_pair              | 99211 |        | 0.00   | CO-236 40.00              |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | nurse_visit_pair-no           | 99212 |        | 0.00   | CO-236 90.00              |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | drug_bundled                  | J3420 |        | 0.00   | CO-97 20.00               |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | drug_bundled-no               | J3420 |        | 5.00   | CO-45 15.00               |         |        |
      |                               | 96372 |        | 0.00   | CO-97 40.00               |         |        |
02-01 | drug_authorization            | J3420 |        | 0.00   | CO-197 20.00              |         |        |
      |                               | 96372 |        | 0.00   | CO-197 40.00              |         |        |
02-01 | drug_authorization-no         | 96372 |        | 0.00   | CO-197 40.00              |         |        |
02-01 | ncci_pair                     | 96372 |        | 0.00   | CO-236 40.00              |         |        |
02-01 | ncci_pair-no                  | 96372 |        | 0.00   | CO-97 40.00               |         |        |
02-01 | bundled                       | 96372 |        | 0.00   | CO-97 40.00               |         |        |
02-01 | bundled-no                    | 96372 |        | 0.00   | CO-236 40.00              |         |        |
02-01 | modifier                      | 96372 |        | 0.00   | CO-4 40.00                |         |        |
02-01 | modifier 2                    | 96372 |        | 0.00   | CO-16 40.00               | N822    |        |
02-01 | modifier-no                   | 96372 |        | 0.00   | CO-16 40.00               | MA130   |        |
02-01 | diagnosis_link                | 96372 |        | 0.00   | CO-11 40.00               |         |        |
02-01 | diagnosis_link-no             | 96372 |        | 0.00   | CO-50 40.00               |         |        |
02-01 | medical_necessity             | 96372 |        | 0.00   | CO-50 40.00               |         |        |
02-01 | medical_necessity-no          | 96372 |        | 0.00   | CO-11 40.00               |         |        |
02-01 | units_frequency               | 96372 |        | 0.00   | CO-151 80.00              |         |        |
02-01 | units_frequency-no            | 96372 |        | 13.91  | CO-151 40.00, CO-45 26.09 |         |        |
02-01 | authorization                 | 96372 |        | 0.00   | CO-197 40.00              |         |        |
02-01 | authorization-no              | 96372 |        | 0.00   | CO-50 40.00               |         |        |
02-01 | place_of_service              | 96372 |        | 0.00   | CO-5 40.00                |         |        |
02-01 | place_of_service-no           | 96372 |        | 0.00   | CO-58 40.00               |         |        |
02-01 | qualifying_service_missing    | 96372 |        | 0.00   | CO-B15 40.00              |         |        |
02-01 | qualifying_service_missing-no | 96372 |        | 0.00   | CO-97 40.00               |         |        |
02-01 | invalid_code                  | 96372 |        | 0.00   | CO-181 40.00              |         |        |
02-01 | invalid_code-no               | 96372 |        | 0.00   | CO-11 40.00               |         |        |
02-01 | missing_information           | 96372 |        | 0.00   | CO-16 40.00               | MA130   |        |
02-01 | missing_information-no        | 96372 |        | 0.00   | CO-16 40.00               | N822    |        |
02-01 | timely_filing                 | 96372 |        | 0.00   | CO-29 40.00               | N211    |        |
02-01 | timely_filing-no              | 96372 |        | 0.00   | CO-27 40.00               |         |        |
02-01 | eligibility                   | 96372 |        | 0.00   | CO-27 40.00               |         |        |
02-01 | eligibility-no                | 96372 |        | 0.00   | CO-29 40.00               |         |        |
02-01 | documentation_requested       | 96372 |        | 0.00   | CO-252 40.00              | M127    |        |
02-01 | documentation_requested-no    | 96372 |        | 0.00   | CO-50 40.00               |         |        |
02-01 | provider_enrollment           | 96372 |        | 0.00   | CO-B7 40.00               | N570    |        |
02-01 | provider_enrollment-no        | 96372 |        | 0.00   | CO-27 40.00               |         |        |
02-01 | non_covered                   | 96372 |        | 0.00   | CO-96 40.00               | N425    |        |
02-01 | non_covered-no                | 96372 |        | 0.00   | PR-96 40.00               | N425    |        |
02-01 | duplicate                     | 96372 |        | 0.00   | OA-18 40.00               |         |        |
02-01 | duplicate-no                  | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-20 | duplicate-no                  | 96372 |        | 0.00   | OA-18 40.00               |         |        |
02-01 | other_denial                  | 96372 |        | 0.00   | CO-147 40.00              |         |        |
02-01 | other_denial-no               | 96372 |        | 0.00   | CO-97 40.00               |         |        |
02-01 | part_denied_units             | 96372 |        | 13.91  | CO-151 40.00, CO-45 26.09 |         |        |
02-01 | part_denied_units-no          | 96372 |        | 0.00   | CO-151 80.00              |         |        |
02-01 | tolerance                     | 96372 |        | 13.41  | CO-45 26.59               |         |        |
02-01 | tolerance-no                  | 96372 |        | 13.40  | CO-45 26.60               |         |        |
02-01 | recoded                       | 99211 | 96372  | 10.00  | CO-45 30.00               |         |        |
02-01 | recoded-no                    | 99211 | 96372  | 13.91  | CO-45 26.09               |         |        |
02-01 | underpaid                     | 96372 |        | 12.00  | CO-45 28.00               |         |        |
02-01 | underpaid-no                  | 96372 |        | 13.41  | CO-45 26.59               |         |        |
02-01 | below_usual                   | 96372 |        | 20.00  | CO-45 20.00               |         |        |
02-01 | below_usual-no                | 96372 |        | 24.50  | CO-45 15.50               |         |        |
02-01 | below_usual-no 2              | 96372 |        | 12.00  | CO-45 28.00               |         |        |
02-01 | secondary_shortfall           | 96372 |        | 11.13  | CO-45 26.09, PR-2 2.78    |         |        |
02-20 | secondary_shortfall           | 96372 |        | 0.00   | OA-23 37.22, CO-45 2.78   |         | 2      | SUPP
02-01 | secondary_shortfall-no        | 96372 |        | 11.13  | CO-45 26.09, PR-2 2.78    |         |        |
02-20 | secondary_shortfall-no        | 96372 |        | 2.78   | OA-23 37.22               |         | 2      | SUPP
02-01 | payer_unit_cap                | 96372 |        | 0.00   | CO-151 120.00             |         |        |
02-01 | payer_unit_cap-no             | 96372 |        | 0.00   | CO-151 40.00              |         |        |
02-01 | payer_unit_cap-no 2           | 96372 |        | 0.00   | CO-151 120.00             |         |        |
02-01 | nurse_visit_paid              | 99211 |        | 22.64  | CO-45 17.36               |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | nurse_visit_paid-no           | 99211 |        | 22.64  | CO-45 17.36               |         |        |
      |                               | 96372 |        | 0.00   | CO-97 40.00               |         |        |
02-01 | facility_paid                 | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | facility_paid-no              | 96372 |        | 0.00   | CO-58 40.00               |         |        |
02-01 | units_over_limit_paid         | 96372 |        | 69.55  | CO-45 130.45              |         |        |
02-01 | units_over_limit_paid-no      | 96372 |        | 55.64  | CO-45 104.36              |         |        |
02-01 | duplicate_paid                | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | duplicate_paid 2              | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | duplicate_paid-no             | 96372 |        | 13.91  | CO-45 26.09               |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
"""

# One row per line with money missing: what it is worth, and until when something can be done about it.
WORTH = """
claim                       | role      | leak_class                | amount | adverse_date | deadline   | deadline_kind
administration_not_billed   | injection | administration_not_billed | 13.91  |              | 2026-01-10 | refile
administration_not_billed 2 | injection | administration_not_billed | 13.91  |              | 2026-01-10 | refile
administration_not_billed 3 | injection | administration_not_billed | 25.00  |              |            | refile
zero_without_reason         | injection | zero_without_reason       | 13.91  | 02-01        | 06-06      | appeal
no_response                 | injection | no_response               | 13.91  |              | 2026-01-10 | refile
takeback                    | injection | takeback                  | 13.91  | 03-01        | 07-04      | appeal
takeback 2                  | injection | takeback                  | 13.91  | 03-01        | 07-04      | appeal
other_payer                 | injection | other_payer               | 13.91  | 02-01        |            | refile
em_lost_to_pair             | em        | em_lost_to_pair           | 88.95  | 02-01        | 06-06      | reopening
nurse_visit_pair            | em        | ncci_pair                 | 22.64  | 02-01        | 06-06      | reopening
drug_bundled                | drug      | bundled                   | 5.00   | 02-01        | 06-06      | appeal
units_frequency             | injection | units_frequency           | 27.82  | 02-01        | 06-06      | appeal
missing_information         | injection | missing_information       | 13.91  | 02-01        | 2026-01-10 | refile
other_denial                | injection | rate_not_loaded           | 13.91  | 02-01        | 06-06      | appeal
part_denied_units           | injection | part_denied_units         | 13.91  | 02-01        | 06-06      | appeal
tolerance                   | injection | tolerance                 | 0.50   | 02-01        | 06-06      | appeal
tolerance-no                | injection | underpaid                 | 0.51   | 02-01        | 06-06      | appeal
recoded                     | injection | recoded                   | 3.91   | 02-01        | 06-06      | appeal
below_usual                 | injection | below_usual               | 5.00   | 02-01        |            | appeal
secondary_shortfall         | injection | secondary_shortfall       | 2.78   | 02-01        | 06-06      | appeal
"""

PAST = {"MEDI": ("MB", "14.31"), "ACME": ("CI", "25.00")}
"""What each payer allowed for 96372 in 2024; the drug was always $5.00."""


def past() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Forty paid days of 2024 per payer, answered in eighteen days: usual prices and usual times."""
    claims, remits = [], []
    for payer, (filing, price) in PAST.items():
        for number in range(40):
            served = f"2024-{1 + number % 12 if number else 1:02}-05" if number % 12 > 2 or not number else "2024-06-05"
            claim = {"claim": f"{payer}{number}", "patient": f"{payer}{number}", "payer": payer, "filing": filing}
            day = {"date": served, "sent": served, "on": f"{served[:8]}23"}
            lines = (("96372", "40.00", price), ("J3420", "20.00", "5.00"))
            for place, (code, charge, allowed) in enumerate(lines):
                own = claim if place == 0 else {"claim": ""}
                claims.append({**own, **day, "code": code, "charge": charge, "dx": "E538"})
                remits.append({**own, **day, "code": code, "charge": charge, "paid": allowed if place else price})
    return claims, remits


def asked(text: str) -> list[dict[str, str]]:
    """The drawn rows, each claim a patient of its own; both copies of a duplicate are one patient's."""
    rows = table(text)
    for row in rows:
        if row["claim"]:
            row["patient"] = (
                row["claim"].removesuffix(" 2") if row["claim"].startswith("duplicate_paid") else row["claim"]
            )
            row["payer"], row["filing"] = row["payer"] or "MEDI", row["filing"] or "MB"
            row["sent"] = row.get("date") or "01-12"
    return rows


def answered() -> list[dict[str, str]]:
    """The drawn answers with what their claim says: payer, day, charge and units; a reversal's charge is negative."""
    claims, billed, claim, answers = {}, {}, "", []
    for row in asked(CLAIMS):
        claim = row["claim"] or claim
        claims.setdefault(claim, row)
        billed.setdefault((claim, row["code"]), row)
    for row in table(REMITS):
        claim = row["claim"] or claim
        line = billed[claim, row["billed"] or row["code"]]
        sign = "-" if row["status"] == "22" else ""
        own = {"filing": "15"} if row["payer"] else {name: claims[claim][name] for name in ("payer", "filing")}
        own |= {"charge": sign + line["charge"], "units": line["units"], "date": claims[claim]["date"]}
        answers.append({**row, **own} if row["claim"] else {**row, **own, "payer": "", "filing": "", "date": ""})
    return answers


@pytest.fixture(scope="module")
def built() -> dict[str, pl.DataFrame]:
    claims, remits = past()
    last = [{"claim": "LAST", "on": "06-30", "payer": "MEDI", "code": "96372", "charge": "40.00", "paid": "13.91"}]
    return build(stored([*claims, *asked(CLAIMS)], [*remits, *answered(), *last]))


def rules_of(built: dict[str, pl.DataFrame], claim: str) -> set[str]:
    return {rule for name in ("leak", "flag") for rule in built[name].filter(claim_id=claim)["rule"]}


NAMES = [row["claim"] for row in table(CLAIMS) if row["claim"]]


def shown_by(claim: str) -> tuple[str, bool]:
    """The rule that a claim is named for, and whether it should speak of it."""
    name = claim.split(" ")[0]
    return name.removesuffix("-no"), not name.endswith("-no")


@pytest.mark.parametrize("claim", NAMES)
def test_a_rule_speaks_of_its_own_and_of_nothing_near_it(built: dict[str, pl.DataFrame], claim: str) -> None:
    rule, speaks = shown_by(claim)
    assert (rule in rules_of(built, claim)) == speaks, rules_of(built, claim)


def test_every_rule_has_a_drawn_hit_and_a_near_miss() -> None:
    drawn = set(map(shown_by, NAMES))
    assert drawn == {(rule, speaks) for rule in RULES for speaks in (True, False)}


@pytest.mark.parametrize("row", table(WORTH), ids=lambda row: row["claim"])
def test_what_is_missing_and_until_when(built: dict[str, pl.DataFrame], row: dict[str, str]) -> None:
    """34: from the first determination that stands; an unknown limit is asked for, never blank."""
    leaks = built["leak"].filter(claim_id=row["claim"], leak_class=row["leak_class"])
    (found,) = leaks.iter_rows(named=True)
    assert {name: written(found[name]) for name in row if name != "claim"} == {
        name: value for name, value in row.items() if name != "claim"
    }
    assert found["deadline"] is not None or found["deadline_note"] == "set this payer's limit"


def test_a_missing_part_has_one_class(built: dict[str, pl.DataFrame]) -> None:
    """30: one row per line and class, above zero; the paid history of forty days leaks nothing."""
    leak = built["leak"]
    assert leak.select("encounter_id", "line_id", "leak_class").is_duplicated().sum() == 0
    assert (leak["amount"] > 0).all() and set(leak["rule"]) <= set(PRECEDENCE)
    assert leak.filter(pl.col("claim_id").str.contains("^(MEDI|ACME)")).is_empty()
