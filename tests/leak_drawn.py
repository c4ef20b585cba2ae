"""The claims and answers drawn for the rules of queries/leakage: a hit and a near miss of each."""

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
em_lost_to_pair 2              | 99213 | 200.00 |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            | 2
em_lost_to_pair-no 2           | 99213 | 200.00 |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
em_lost_to_pair-no 3           | 99213 | 200.00 |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
em_lost_to_pair-no             | 99213 | 200.00 |       | 59   |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
em_lost_beside_other           | 99213 | 200.00 |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
                               | 20610 | 160.00 |       |      |            |     |       |        |            |
em_lost_beside_other-no        | 99213 | 200.00 |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
                               | 11981 | 160.00 |       |      |            |     |       |        |            |
em_global_period               | 99213 | 200.00 |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
em_global_period-no            | 99213 | 200.00 |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
em_lost_to_modifier            | 99213 | 200.00 |       | 59   |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
em_lost_to_modifier-no         | 99213 | 200.00 |       | 25   |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
em_reduced                     | 99213 | 200.00 |       | 25   |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
em_reduced-no                  | 99213 | 200.00 |       | 25   |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
complexity_beside_25           | 99213 | 200.00 |       | 25   |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
                               | G2211 | 20.00  |       |      |            |     |       |        |            |
complexity_beside_25-no        | 99213 | 200.00 |       |      |            |     |       |        |            |
                               | 96372 | 40.00  |       |      |            |     |       |        |            |
                               | G2211 | 20.00  |       |      |            |     |       |        |            |
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
qmb_share                      | 96372 | 40.00  |       |      |            |     |       |        |            |
qmb_share-no                   | 96372 | 40.00  |       |      |            |     |       |        |            |
qmb_share-no 2                 | 96372 | 40.00  |       |      |            |     |       |        |            |
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
02-01 | em_lost_to_pair 2             | 99213 |        | 0.00   | CO-236 200.00             |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | em_lost_to_pair-no            | 99213 |        | 0.00   | CO-236 200.00             |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | em_lost_to_pair-no 2          | 99213 |        | 0.00   | CO-50 200.00              |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | em_lost_to_pair-no 3          | 99213 |        | 0.00   | CO-236 200.00             |         |        |
      |                               | 96372 |        | 0.00   | CO-97 40.00               |         |        |
02-01 | em_lost_beside_other          | 99213 |        | 0.00   | CO-236 200.00             |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
      |                               | 20610 |        | 63.40  | CO-45 96.60               |         |        |
02-01 | em_lost_beside_other-no       | 99213 |        | 0.00   | CO-236 200.00             |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
      |                               | 11981 |        | 63.40  | CO-45 96.60               |         |        |
02-01 | em_global_period              | 99213 |        | 0.00   | CO-97 200.00              | M144    |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | em_global_period-no           | 99213 |        | 0.00   | CO-97 200.00              | N19     |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | em_lost_to_modifier           | 99213 |        | 0.00   | CO-97 200.00              |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | em_lost_to_modifier-no        | 99213 |        | 0.00   | CO-97 200.00              |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | em_reduced                    | 99213 |        | 50.00  | CO-45 50.00, CO-59 100.00 |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | em_reduced-no                 | 99213 |        | 50.00  | CO-45 150.00              |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
02-01 | complexity_beside_25          | 99213 |        | 88.95  | CO-45 111.05              |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
      |                               | G2211 |        | 0.00   | CO-97 20.00               |         |        |
02-01 | complexity_beside_25-no       | 99213 |        | 88.95  | CO-45 111.05              |         |        |
      |                               | 96372 |        | 13.91  | CO-45 26.09               |         |        |
      |                               | G2211 |        | 0.00   | CO-97 20.00               |         |        |
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
02-01 | qmb_share                     | 96372 |        | 11.13  | CO-45 26.09, PR-2 2.78    | N782    |        |
02-01 | qmb_share-no                  | 96372 |        | 11.13  | CO-45 26.09, PR-2 2.78    | MA18    |        |
02-01 | qmb_share-no 2                | 96372 |        | 11.13  | CO-45 26.09, PR-2 2.78    | N782    |        |
02-20 | qmb_share-no 2                | 96372 |        | 2.78   | OA-23 37.22               |         | 2      | SUPP
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

# What only the units, the NDC, the modifiers and the two codes of an answer show.
CHARTLESS = """
claim                         | code  | charge  | units | mods  | pos | payer | filing | date       | ndc
units_below_usual             | J0897 | 1800.00 | 59    | JZ    |     | NEW   | MB     |            |
units_below_usual-no          | J0897 | 1800.00 | 60    | JZ    |     | NEW   | MB     |            |
units_below_usual-no 2        | J0897 | 900.00  | 30    |       |     | NEW   | MB     |            |
                              | J0897 | 900.00  | 30    |       |     |       |        |            |
                              | J0897 | 300.00  | 10    | JW    |     |       |        |            |
units_above_usual             | J0897 | 3600.00 | 121   | JZ    |     | NEW   | MB     |            |
units_above_usual-no          | J0897 | 3600.00 | 120   | JZ    |     | NEW   | MB     |            |
ndc_units                     | J3301 | 60.00   | 3     |       |     | NEW   | MB     |            | 00003029305 1 UN
ndc_units 2                   | J3301 | 60.00   | 8     |       |     | NEW   | MB     |            | 0003-0293-20 1 ML
ndc_units-no                  | J3301 | 60.00   | 4     |       |     | NEW   | MB     |            | 00003-0293-05 1 UN
ndc_units-no 2                | J3301 | 60.00   | 8     |       |     | NEW   | MB     |            | 0003-0293-20 2 ML
ndc_units-no 3                | J3301 | 60.00   | 1     |       |     | NEW   | MB     |            | 99999-0293-20 2 ML
jz_jw_missing                 | J0897 | 1800.00 | 60    |       |     | NEW   | MB     | 2023-07-01 |
jz_jw_missing-no              | J0897 | 1800.00 | 60    |       |     | NEW   | MB     | 2023-06-30 |
jz_jw_missing-no 2            | J0897 | 1800.00 | 60    |       |     | NEW   | MB     |            |
                              | J0897 | 300.00  | 10    | JW    |     |       |        |            |
jz_jw_missing-no 3            | J0897 | 1800.00 | 60    |       | 22  | NEW   | MB     |            |
jz_jw_missing-no 4            | J0897 | 1800.00 | 60    |       | 50  | NEW   | MB     |            |
jz_jw_missing-no 5            | J0897 | 1800.00 | 60    |       |     | ACME  | CI     |            |
jz_jw_missing-no 6            | J0696 | 40.00   | 4     |       |     | NEW   | MB     |            |
modifier_25_on_injection      | 96372 | 40.00   |       | 25    |     |       |        |            |
modifier_25_on_injection-no   | 96372 | 40.00   |       | 59    |     | NEW   | MB     |            |
                              | 99213 | 200.00  |       | 25    |     |       |        |            |
modifier_59_on_visit          | 99213 | 200.00  |       | 25 XU |     | NEW   | MB     |            |
modifier_59_on_visit-no       | 99213 | 200.00  |       | 25    |     | NEW   | MB     |            |
                              | 96372 | 40.00   |       | 59    |     |       |        |            |
drug_in_visit                 | 99213 | 200.00  |       | 25    |     |       |        |            |
                              | J3420 | 20.00   |       |       |     |       |        |            |
drug_in_visit-no              | 99213 | 200.00  |       | 25    |     |       |        |            |
                              | J3420 | 20.00   |       |       |     |       |        |            |
drug_in_visit-no 2            | 99213 | 200.00  |       | 25    |     |       |        |            |
                              | J3420 | 20.00   |       |       |     |       |        |            |
downcoded                     | 99214 | 250.00  |       | 25    |     |       |        |            |
downcoded 2                   | 99204 | 350.00  |       | 25    |     |       |        |            |
downcoded-no                  | 99213 | 200.00  |       | 25    |     |       |        |            |
downcoded-no 2                | 99214 | 250.00  |       | 25    |     |       |        |            |
downcoded-no 3                | 99397 | 250.00  |       |       |     |       |        |            |
secondary_not_answered        | 96372 | 40.00   |       |       |     |       |        |            |
secondary_not_answered 2      | 96372 | 40.00   |       |       |     |       |        |            |
secondary_not_answered-no     | 96372 | 40.00   |       |       |     |       |        |            |
secondary_not_answered-no 2   | 96372 | 40.00   |       |       |     |       |        |            |
secondary_not_answered-no 3   | 96372 | 40.00   |       |       |     |       |        |            |
"""

CHARTLESS_REMITS = """
on    | claim                       | code  | billed | paid   | adj                     | remarks | status | payer
02-01 | modifier_25_on_injection    | 96372 |        | 13.91  | CO-45 26.09             |         |        |
02-01 | drug_in_visit               | 99213 |        | 88.95  | CO-45 111.05            |         |        |
      |                             | J3420 |        | 0.00   | CO-234 20.00            |         |        |
02-01 | drug_in_visit-no            | 99213 |        | 0.00   | CO-50 200.00            |         |        |
      |                             | J3420 |        | 0.00   | CO-97 20.00             |         |        |
02-01 | drug_in_visit-no 2          | 99213 |        | 88.95  | CO-45 111.05            |         |        |
      |                             | J3420 |        | 0.00   | CO-50 20.00             |         |        |
02-01 | downcoded                   | 99213 | 99214  | 88.95  | CO-45 161.05            |         |        |
02-01 | downcoded 2                 | 99214 | 99204  | 125.18 | CO-45 224.82            |         |        |
02-01 | downcoded-no                | 99214 | 99213  | 125.18 | CO-45 74.82             |         |        |
02-01 | downcoded-no 2              | 99213 | 99214  | 0.00   | CO-50 250.00            |         |        |
02-01 | downcoded-no 3              | 99396 | 99397  | 100.00 | CO-45 150.00            |         |        |
02-01 | secondary_not_answered      | 96372 |        | 11.13  | CO-45 26.09, PR-2 2.78  |         | 19     |
02-01 | secondary_not_answered 2    | 96372 |        | 11.13  | CO-45 26.09, PR-2 2.78  | N89     |        |
02-01 | secondary_not_answered-no   | 96372 |        | 11.13  | CO-45 26.09, PR-2 2.78  |         | 19     |
02-20 | secondary_not_answered-no   | 96372 |        | 2.78   | OA-23 37.22             |         | 2      | SUPP
02-01 | secondary_not_answered-no 2 | 96372 |        | 11.13  | CO-45 26.09, PR-2 2.78  |         | 1      |
02-01 | secondary_not_answered-no 3 | 96372 |        | 11.13  | CO-45 26.09, PR-2 2.78  |         | 19     |
02-15 | secondary_not_answered-no 3 | 96372 |        | 0.00   | PR-96 40.00             |         |        | SUPP
"""
