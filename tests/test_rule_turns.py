"""Turns of claims, worked out by hand from the rules (13–18, 21, 22, 27, 28, 31–34, 40, 41): files, store, facts."""

# ruff: noqa: E501
# A story is read line by line; breaking its lines would hide what it says.

from functools import cache
from pathlib import Path

import polars as pl
import pytest
from once import once
from trade import CONTRACT, files
from typed import typed

from analytics.store import Store

# A name, the files as drawn in trade.py, and behind > what must come out; `name=` is empty, ? is any.
TURNS = """
    A01 unprocessable at claim level, its paid neighbour was determined
    payer MCR
    837 2025-03-10 A01: 99213-25 $150 | 96372 $40
    835 2025-03-25 A01 moa=MA113: 99213-25 $150 paid 0 CO-16 150 rem N290 | 96372 $40 paid 13.91 CO-45 26.09
    > line 99213 state=denied disposition=unprocessable
    > line 96372 state=paid disposition=
    > leak em ? 88.95 deadline_kind=refile deadline=2026-03-10
    A02 unprocessable for one line of two, no limit set
    payer COM
    837 2025-03-10 A02: 96372 $40 | J3420 $15
    835 2025-03-25 A02: 96372 $40 paid 0 CO-50 40 rem MA130 | J3420 $15 paid 0 CO-50 15
    > line 96372 disposition=unprocessable open_category=medical_necessity
    > line J3420 disposition=
    > leak injection medical_necessity 25.00 deadline_kind=refile deadline=
    A03 a new claim after an unprocessable one starts the clock
    payer MCR
    837 2025-03-10 A03: 96372 $40 | J3420 $15
    835 2025-03-25 A03: 96372 $40 paid 0 CO-16 40 rem MA130,M76 | J3420 $15 paid 0 CO-16 15 rem MA130,M76
    837 2025-04-10 A03N: 96372 $40 | J3420 $15
    835 2025-04-28 A03N: 96372 $40 paid 0 CO-50 40 | J3420 $15 paid 0 CO-50 15
    > lines 2
    > line 96372 state=denied disposition= open_category=medical_necessity initial_category=diagnosis_link
    > leak injection medical_necessity 13.91 deadline_kind=appeal deadline=2025-08-31
    A04 no appeal: N211 and MA44 with other codes
    payer MCR
    837 2025-03-10 A04: 96372 $40 | J3420 $15
    835 2025-03-25 A04: 96372 $40 paid 0 CO-50 40 rem N211 | J3420 $15 paid 0 CO-29 15 rem MA44
    > line 96372 disposition=no_appeal open_category=medical_necessity
    > leak injection medical_necessity 13.91 deadline_kind= deadline=
    > line J3420 disposition=no_appeal
    > work J3420 deadline_kind= deadline=
    A05 N211 with 29 asks for an exception at Medicare only
    payer COM
    837 2025-03-10 A05: 96372 $40
    835 2025-03-25 A05 moa=N211: 96372 $40 paid 0 CO-29 40
    > line 96372 disposition=no_appeal open_category=timely_filing
    > leak injection timely_filing 25.00 deadline_kind= deadline=
    A06 an appeal lost keeps the denial before it
    payer MCR
    837 2025-03-10 A06: 96372 $40 | J3420 $15
    835 2025-03-25 A06: 96372 $40 paid 0 CO-50 40 | J3420 $15 paid 1 CO-45 14
    835 2025-06-20 A06 icn=IA06B: 96372 $40 paid 0 CO-193 40 | J3420 $15 paid 1 CO-45 14
    > line 96372 state=denied open_category=medical_necessity open_reason=50 disposition=first_appeal_lost
    > leak injection medical_necessity 13.91 deadline_kind=second_appeal deadline=2025-12-22
    A07 an appeal lost first of all
    payer MCR
    837 2025-03-10 A07: 96372 $40
    835 2025-03-25 A07: 96372 $40 paid 0 CO-193 40
    > line 96372 state=denied disposition=first_appeal_lost
    > leak injection ? 13.91 deadline_kind=second_appeal deadline=2025-09-26
    A09 unprocessable goes before every other disposition
    payer MCR
    837 2025-03-10 A09: 96372 $40
    835 2025-03-25 A09: 96372 $40 paid 0 CO-16 40 rem MA130,N211,MA46
    > line 96372 disposition=unprocessable
    > leak injection missing_information 13.91 deadline_kind=refile deadline=2026-03-10
    A10 no appeal goes before an appeal lost
    payer MCR
    837 2025-03-10 A10: 96372 $40
    835 2025-03-25 A10: 96372 $40 paid 0 CO-50 40 rem N539,N211
    > line 96372 disposition=no_appeal
    > leak injection medical_necessity 13.91 deadline_kind= deadline=
    A12 to wait is no route
    payer MCR
    837 2025-03-10 A12: 96372 $40
    835 2025-03-25 A12: 96372 $40 paid 0 CO-16 40 rem N779
    > line 96372 disposition=other_route
    > leak injection missing_information 13.91 deadline_kind= deadline=
    A13 a correction is taken though no appeal is
    payer MCR
    837 2025-03-10 A13: 96372 $40
    835 2025-03-25 A13: 96372 $40 paid 0 CO-16 40 rem N704,M76
    > line 96372 disposition=other_route open_category=diagnosis_link
    > leak injection diagnosis_link 13.91 deadline_kind=refile deadline=2026-03-10
    A14 denied, reversed with its remark, paid
    payer MCR
    837 2025-03-10 A14: 96372 $40
    835 2025-03-25 A14: 96372 $40 paid 0 CO-16 40 rem N142
    835 2025-05-25 A14 st=22 icn=IA14: 96372 $-40 paid 0 CO-16 -40 rem N142
    835 2025-05-25 A14 icn=IA14C: 96372 $40 paid 13.91 CO-45 26.09
    > line 96372 state=recovered disposition= open_denial=0 paid=13.91
    > no leak
    A15 an appeal lost keeps a code that nobody knows
    payer MCR
    837 2025-03-10 A15: 96372 $40
    835 2025-03-25 A15: 96372 $40 paid 0 CO-ZZ9 40
    835 2025-06-20 A15: 96372 $40 paid 0 CO-193 40
    > line 96372 open_category=unclassified open_reason=ZZ9 disposition=first_appeal_lost
    > leak injection unclassified 13.91 deadline_kind=second_appeal deadline=2025-12-22
    A16 denied, corrected, paid, taken back, denied
    payer MCR
    837 2025-03-10 A16: 96372 $40
    835 2025-03-25 A16 icn=A16I: 96372 $40 paid 0 CO-4 40
    837 2025-04-05 A16 freq=7 f8=A16I: 96372-59 $40
    835 2025-04-20 A16 icn=A16J freq=7: 96372-59 $40 paid 13.91 CO-45 26.09
    835 2025-08-01 A16 icn=A16J st=22 trace=A16T: 96372-59 $-40 paid -13.91 CO-45 -26.09
    835 2025-08-01 A16 icn=A16K trace=A16T: 96372-59 $40 paid 0 CO-50 40
    > line 96372 state=taken_back initial_category=modifier open_category=medical_necessity
    > leak injection takeback 13.91 deadline_kind=appeal deadline=2025-12-04
    A18 a remark that says what to do chooses no category beside another
    payer MA
    837 2025-03-10 A18: 96372 $40
    835 2025-03-25 A18 moa=N822: 96372 $40 paid 0 CO-16 40 rem N142
    > line 96372 disposition=other_route open_category=modifier
    F01 an appeal lost over a short payment
    payer MCR
    837 2025-03-10 F01: 96372 $40
    835 2025-03-25 F01: 96372 $40 paid 8 CO-45 32
    835 2025-05-20 F01 st=22 icn=IF01 trace=F8: 96372 $-40 paid -8 CO-45 -32
    835 2025-05-20 F01 icn=IF01B trace=F8: 96372 $40 paid 8 CO-45 32 rem MA46
    > line 96372 state=underpaid disposition=first_appeal_lost
    > leak injection underpaid 5.91 deadline_kind=second_appeal deadline=2025-11-21
    F02 taken back, unprocessable, then determined
    payer MCR
    837 2025-03-10 F02: 96372 $40
    835 2025-03-25 F02: 96372 $40 paid 13.91 CO-45 26.09
    835 2025-06-25 F02 st=22: 96372 $-40 paid -13.91 CO-45 -26.09
    835 2025-06-25 F02 icn=F02B: 96372 $40 paid 0 CO-50 40 rem MA130
    835 2025-07-25 F02 icn=F02C: 96372 $40 paid 0 CO-50 40
    > line 96372 state=taken_back disposition=
    > leak injection takeback 13.91 deadline_kind=appeal deadline=2025-10-28
    F03 denied, corrected, reversed, corrected again
    payer MCR
    837 2025-03-10 F03: 99213-25 $150 | 96372 $40
    835 2025-03-25 F03 icn=F3A: 99213-25 $150 paid 0 CO-16 150 | 96372 $40 paid 0 CO-16 40
    837 2025-04-05 F03 freq=7 f8=F3A: 99213-25 $150 | 96372-59 $40
    835 2025-04-20 F03 freq=7 icn=F3B: 99213-25 $150 paid 88.95 CO-45 61.05 | 96372-59 $40 paid 0 CO-4 40
    837 2025-05-05 F03 freq=7 f8=F3B: 99213-25 $150 | 96372 $40
    835 2025-05-20 F03 st=22 icn=F3B: 99213-25 $-150 paid -88.95 CO-45 -61.05 | 96372-59 $-40 paid 0 CO-4 -40
    835 2025-05-21 F03 freq=7 icn=F3C: 99213-25 $150 paid 88.95 CO-45 61.05 | 96372 $40 paid 13.91 CO-45 26.09
    > lines 2
    > line 99213 state=recovered paid=88.95
    > line 96372 state=recovered paid=13.91 initial_category=missing_information
    > no leak
    > visit pair_outcome=both_paid pair_outcome_first=both_denied
    F04 a priced line was determined
    payer MCR
    837 2025-03-10 F04: 96372 $40
    835 2025-03-25 F04: 96372 $40 paid 5 CO-45 35 rem MA130
    > line 96372 state=underpaid disposition=
    > leak injection underpaid 8.91 deadline_kind=appeal deadline=2025-07-28
    F23 another payer's, and unprocessable
    payer MCR
    837 2025-03-10 F23: 96372 $40
    835 2025-03-25 F23: 96372 $40 paid 0 CO-109 40 rem MA130
    > line 96372 state=routed disposition=unprocessable
    > leak injection other_payer 13.91 deadline_kind=refile deadline=2026-03-10
    G32 an appeal lost and unprocessable
    payer MCR
    837 2025-03-10 G32: 96372 $40
    835 2025-03-25 G32: 96372 $40 paid 0 CO-50 40
    835 2025-06-20 G32: 96372 $40 paid 0 CO-193 40 rem MA130
    > line 96372 open_category=medical_necessity disposition=unprocessable
    > leak injection medical_necessity 13.91 deadline_kind=refile deadline=2026-03-10
    G33 an appeal lost, and paid after all
    payer MCR
    837 2025-03-10 G33: 96372 $40
    835 2025-03-25 G33: 96372 $40 paid 0 CO-50 40
    835 2025-06-20 G33: 96372 $40 paid 0 CO-193 40
    835 2025-08-20 G33 icn=G33B: 96372 $40 paid 13.91 CO-45 26.09
    > line 96372 state=recovered disposition=
    > no leak
    G34 an appeal lost for some units
    payer MCR
    837 2025-03-10 G34: 96372x2 $80
    835 2025-03-25 G34: 96372x2 $80 paid 13.91 CO-45 26.09 CO-193 40
    > line 96372 state=part_denied disposition=first_appeal_lost
    > leak injection part_denied_units 13.91 deadline_kind=second_appeal deadline=2025-09-26
    B01 a new patient beside a procedure without an edit
    payer MCR
    837 2025-03-10 B01: 99203 $250 | 20610-RT $160 | 96372-59 $40 | J3301x4 $60
    835 2025-03-25 B01: 99203 $250 paid 0 CO-236 250 | 20610-RT $160 paid 63.40 CO-45 96.60 | 96372-59 $40 paid 13.91 CO-45 26.09 | J3301x4 $60 paid 4 CO-45 56
    > visit em_loss_cause=sole
    > leak em em_lost_to_pair ?
    B02 a new patient beside a manipulation
    payer MCR
    837 2025-03-10 B02: 99203 $250 | 98940 $60 | 96372 $40 | J3301x4 $60
    835 2025-03-25 B02: 99203 $250 paid 0 CO-236 250 | 98940 $60 paid 25 CO-45 35 | 96372 $40 paid 13.91 CO-45 26.09 | J3301x4 $60 paid 4 CO-45 56
    > visit em_loss_cause=beside_other
    B03 the procedure beside it was denied
    payer MCR
    837 2025-03-10 B03: 99213 $150 | 20610-RT $160 | 96372 $40 | J3301x4 $60
    835 2025-03-25 B03: 99213 $150 paid 0 CO-236 150 | 20610-RT $160 paid 0 CO-50 160 | 96372 $40 paid 13.91 CO-45 26.09 | J3301x4 $60 paid 4 CO-45 56
    > visit em_loss_cause=sole
    > leak em em_lost_to_pair 88.95
    B04 a preventive visit at Medicare
    payer MCR
    837 2025-03-10 B04: 99213 $150 | 99396 $200 | 96372 $40
    835 2025-03-25 B04: 99213 $150 paid 0 CO-97 150 | 99396 $200 paid 100 CO-45 100 | 96372 $40 paid 13.91 CO-45 26.09
    > visit em_loss_cause=sole
    B05 a preventive visit at another payer
    payer COM
    837 2025-03-10 B05: 99203 $150 | 99386 $200 | 96372 $40
    835 2025-03-25 B05: 99203 $150 paid 0 CO-97 150 | 99386 $200 paid 100 CO-45 100 | 96372 $40 paid 25 CO-45 15
    > visit em_loss_cause=beside_other
    B06 a global period goes before a wrong modifier
    payer COM
    837 2025-03-10 B06: 99213-XU $150 | 20610 $160 | 96372 $40
    835 2025-03-25 B06 moa=M144: 99213-XU $150 paid 0 CO-97 150 | 20610 $160 paid 70 CO-45 90 | 96372 $40 paid 25 CO-45 15
    > visit em_loss_cause=global
    > leak em em_global_period 100.00 deadline_kind=refile
    > flag 99213 modifier_59_on_visit
    B07 a wrong modifier goes before another service
    payer COM
    837 2025-03-10 B07: 99213-XU $150 | 20610 $160 | 96372 $40
    835 2025-03-25 B07: 99213-XU $150 paid 0 CO-97 150 | 20610 $160 paid 70 CO-45 90 | 96372 $40 paid 25 CO-45 15
    > visit em_loss_cause=modifier
    > leak em modifier 100.00
    B08 16 with a modifier remark
    payer COM
    837 2025-03-10 B08: 99213 $150 | 96372 $40
    835 2025-03-25 B08: 99213 $150 paid 0 CO-16 150 rem N822 | 96372 $40 paid 25 CO-45 15
    > visit em_loss_cause=sole
    > leak em em_lost_to_pair 100.00
    B09 another cause than the pair
    payer COM
    837 2025-03-10 B09: 99213 $150 | 96372 $40
    835 2025-03-25 B09: 99213 $150 paid 0 CO-50 150 | 96372 $40 paid 25 CO-45 15
    > visit em_loss_cause= pair_outcome=em_denied
    > leak em medical_necessity 100.00
    B10 25 added, reversed and paid
    payer COM
    837 2025-03-10 B10: 99213 $150 | 96372 $40
    835 2025-03-25 B10 icn=B10I: 99213 $150 paid 0 CO-97 150 | 96372 $40 paid 25 CO-45 15
    837 2025-04-05 B10 freq=7 f8=B10I: 99213-25 $150 | 96372 $40
    835 2025-04-20 B10 st=22 icn=B10I trace=B10T: 99213 $-150 paid 0 CO-97 -150 | 96372 $-40 paid -25 CO-45 -15
    835 2025-04-20 B10 icn=B10J freq=7 trace=B10T: 99213-25 $150 paid 100 CO-45 50 | 96372 $40 paid 25 CO-45 15
    > visit em_loss_cause= em_loss_cause_first=sole pair_outcome=both_paid pair_outcome_first=em_denied em_modifier_25_added=True
    > line 99213 state=recovered
    > no leak
    B12 the nearest of two injections
    payer MCR
    837 2025-03-10 B12A r=1: 99213 $150 | 96372 $40
    837 2025-03-10 B12B r=4: 96372-59 $40
    835 2025-03-25 B12A: 99213 $150 paid 0 CO-236 150 | 96372 $40 paid 13.91 CO-45 26.09
    835 2025-03-25 B12B: 96372-59 $40 paid 11.82 CO-45 28.18
    > visit same_provider=npi em_loss_cause=sole
    B13 one nurse practitioner for both
    payer MCR
    837 2025-03-10 B13A r=4: 99213 $150
    837 2025-03-10 B13B r=4: 96372 $40
    835 2025-03-25 B13A: 99213 $150 paid 0 CO-236 150
    835 2025-03-25 B13B: 96372 $40 paid 11.82 CO-45 28.18
    > visit same_provider=npi em_loss_cause=sole
    > leak em em_lost_to_pair 75.61
    B14 both lost
    payer COM
    837 2025-03-10 B14: 99213 $150 | 96372 $40
    835 2025-03-25 B14: 99213 $150 paid 0 CO-97 150 | 96372 $40 paid 0 CO-97 40
    > visit em_loss_cause= pair_outcome=both_denied
    > leak em bundled 100.00
    > leak injection bundled 25.00
    B15 99211 is no office visit
    payer COM
    837 2025-03-10 B15: 99211 $30 | 96372 $40
    835 2025-03-25 B15: 99211 $30 paid 0 CO-97 30 | 96372 $40 paid 25 CO-45 15
    > visit pair_kind=em_99211 em_loss_cause=
    > leak em bundled 22.00
    B16 a procedure of another payer
    payer COM
    837 2025-03-10 B16: 99213 $150 | 96372 $40
    837 2025-03-10 B16P as=MCR: 20610 $160
    835 2025-03-25 B16: 99213 $150 paid 0 CO-97 150 | 96372 $40 paid 25 CO-45 15
    835 2025-03-25 B16P as=MCR: 20610 $160 paid 63.40 CO-45 96.60
    > visit em_loss_cause=sole
    B19 the cause at first and now
    payer MCR
    837 2025-03-10 B19: 99213 $150 | 96372 $40
    835 2025-03-25 B19: 99213 $150 paid 0 CO-97 150 rem M144 | 96372 $40 paid 13.91 CO-45 26.09
    835 2025-05-25 B19: 99213 $150 paid 0 CO-236 150 | 96372 $40 paid 13.91 CO-45 26.09
    > visit em_loss_cause=sole em_loss_cause_first=global
    F11 the injection is denied later
    payer COM
    837 2025-03-10 F11: 99213 $150 | 96372 $40
    835 2025-03-25 F11: 99213 $150 paid 0 CO-97 150 | 96372 $40 paid 25 CO-45 15
    835 2025-05-25 F11 st=22: 99213 $-150 paid 0 CO-97 -150 | 96372 $-40 paid -25 CO-45 -15
    835 2025-05-26 F11 icn=F11B: 99213 $150 paid 0 CO-97 150 | 96372 $40 paid 0 CO-97 40
    > visit em_loss_cause= em_loss_cause_first=sole pair_outcome=both_denied
    > leak injection takeback 25.00
    > leak em bundled 100.00
    F12 the visit is taken back
    payer COM
    837 2025-03-10 F12: 99213 $150 | 96372 $40
    835 2025-03-25 F12: 99213 $150 paid 100 CO-45 50 | 96372 $40 paid 25 CO-45 15
    835 2025-05-25 F12 st=22: 99213 $-150 paid -100 CO-45 -50 | 96372 $-40 paid -25 CO-45 -15
    835 2025-05-26 F12 icn=F12B: 99213 $150 paid 0 CO-97 150 | 96372 $40 paid 25 CO-45 15
    > visit em_loss_cause=sole em_loss_cause_first= pair_outcome=em_denied
    > leak em takeback 100.00
    F13 a wrong modifier at first, none now
    payer COM
    837 2025-03-10 F13: 99213-59 $150 | 96372 $40
    835 2025-03-25 F13 icn=F13A: 99213-59 $150 paid 0 CO-4 150 | 96372 $40 paid 25 CO-45 15
    837 2025-04-05 F13 freq=7 f8=F13A: 99213 $150 | 96372 $40
    835 2025-04-20 F13 freq=7 icn=F13B: 99213 $150 paid 0 CO-97 150 | 96372 $40 paid 25 CO-45 15
    > visit em_loss_cause=sole em_loss_cause_first=modifier
    > leak em em_lost_to_pair 100.00
    F14 a preventive visit that the patient paid
    payer COM
    837 2025-03-10 F14: 99213 $150 | 96372 $40 | 99396 $200
    835 2025-03-25 F14: 99213 $150 paid 0 CO-97 150 | 96372 $40 paid 25 CO-45 15 | 99396 $200 paid 0 CO-45 50 PR-1 150
    > visit em_loss_cause=beside_other
    G21 an edit over 99211 alone
    payer MCR
    837 2025-03-10 G21: 99213 $150 | 96372 $40 | G0008 $30 | 90656 $60
    835 2025-03-25 G21: 99213 $150 paid 0 CO-236 150 | 96372 $40 paid 13.91 CO-45 26.09 | G0008 $30 paid 20 CO-45 10 | 90656 $60 paid 20 CO-45 40
    > visit em_loss_cause=sole
    G22 an add-on without an edit
    payer MCR
    837 2025-03-10 G22: 99213 $150 | 96372 $40 | 96375 $30
    835 2025-03-25 G22: 99213 $150 paid 0 CO-236 150 | 96372 $40 paid 13.91 CO-45 26.09 | 96375 $30 paid 20 CO-45 10
    > visit em_loss_cause=sole
    G25 a procedure of another specialty
    payer MCR
    837 2025-03-10 G25A r=1: 99213 $150 | 96372 $40
    837 2025-03-10 G25B r=3: 20610 $160
    835 2025-03-25 G25A: 99213 $150 paid 0 CO-236 150 | 96372 $40 paid 13.91 CO-45 26.09
    835 2025-03-25 G25B: 20610 $160 paid 63.40 CO-45 96.60
    > visit em_loss_cause=sole
    G26 a procedure of a colleague
    payer MCR
    837 2025-03-10 G26A r=1: 99213 $150 | 96372 $40
    837 2025-03-10 G26B r=2: 20610 $160
    835 2025-03-25 G26A: 99213 $150 paid 0 CO-236 150 | 96372 $40 paid 13.91 CO-45 26.09
    835 2025-03-25 G26B: 20610 $160 paid 63.40 CO-45 96.60
    > visit em_loss_cause=beside_other
    G28 cut for several services
    payer COM
    837 2025-03-10 G28: 99213-25 $150 | 20610 $160 | 96372 $40
    835 2025-03-25 G28: 99213-25 $150 paid 50 CO-45 50 CO-59 50 | 20610 $160 paid 63.40 CO-45 96.60 | 96372 $40 paid 25 CO-45 15
    > leak em em_reduced 50.00
    > visit em_reduced=True pair_outcome=both_paid
    C01 a protected share
    payer MCR
    837 2025-03-10 C01: 96372 $40
    835 2025-03-25 C01: 96372 $40 paid 11.13 CO-45 26.09 PR-2 2.78 rem N782
    > line 96372 uncollectable_share=2.78 received=11.13 patient_share=2.78 allowed=13.91 state=paid
    > leak injection qmb_share 2.78
    C02 a protected share that Medicaid pays
    payer MCR
    837 2025-03-10 C02: 96372 $40
    835 2025-03-25 C02: 96372 $40 paid 11.13 CO-45 26.09 PR-2 2.78 rem N782
    835 2025-04-20 C02 as=MCD st=2: 96372 $40 paid 2.78 OA-23 37.22
    > line 96372 received=13.91 uncollectable_share=0
    > no leak
    C03 a protected share that Medicaid does not pay
    payer MCR
    837 2025-03-10 C03: 96372 $40
    835 2025-03-25 C03: 96372 $40 paid 11.13 CO-45 26.09 PR-2 2.78 rem N782
    835 2025-04-20 C03 as=MCD st=2: 96372 $40 paid 0 OA-23 37.22 CO-303 2.78
    > line 96372 received=11.13
    > leak injection secondary_shortfall 2.78
    C04 a protected deductible, paid in part
    payer MCR
    837 2025-03-10 C04: 96372 $40
    835 2025-03-25 C04: 96372 $40 paid 0 CO-45 26.09 PR-1 13.91 rem N781
    835 2025-04-20 C04 as=MCD st=2: 96372 $40 paid 5 OA-23 26.09 CO-45 8.91
    > line 96372 received=5.00
    > leak injection secondary_shortfall 8.91
    F15 a protected share beside a short payment
    payer COM
    837 2025-03-10 F15: 96372 $40
    835 2025-03-25 F15: 96372 $40 paid 15 CO-45 20 PR-2 5 rem N782
    > line 96372 received=15.00
    > leak injection qmb_share 5.00
    > leak injection underpaid 5.00
    F16 a protected share below the tolerance
    payer MCR
    837 2025-03-10 F16: 96372 $40
    835 2025-03-25 F16: 96372 $40 paid 13.50 CO-45 26.09 PR-2 0.41 rem N782
    > leak injection qmb_share 0.41
    C05 the whole charge to the patient
    payer COM
    837 2025-03-10 C05: 96372 $40
    835 2025-03-25 C05: 96372 $40 paid 0 PR-45 40
    > line 96372 state=denied_to_patient balance_billable=40.00 received=0 contractual=0
    > leak injection shifted_to_patient 25.00
    C14 out of network, with a contractual part
    payer COM
    837 2025-03-10 C14: 96372 $40
    835 2025-03-25 C14: 96372 $40 paid 10 CO-45 5 PR-45 10 PR-2 15
    > line 96372 allowed=25.00 contractual=5.00 balance_billable=10.00 received=25.00 state=paid
    > no leak
    C06 capitation mixed with fee for service
    payer HMO
    837 2025-03-10 C06: 99213-25 $150 | 96372 $40 | J3420 $15
    835 2025-03-25 C06: 99213-25 $150 paid 0 CO-24 150 | 96372 $40 paid 20 CO-45 20 | J3420 $15 paid 0 CO-24 15
    > line 99213 state=capitated
    > line 96372 state=paid
    > line J3420 state=capitated
    > visit pair_outcome=excluded
    C07 capitated, then paid for service
    payer HMO
    837 2025-03-10 C07: 96372 $40
    835 2025-03-25 C07: 96372 $40 paid 0 CO-24 40
    835 2025-05-25 C07: 96372 $40 paid 20 CO-45 20
    > line 96372 state=paid state_first=capitated
    C10 the encounter rate was denied
    payer MCD
    837 2025-03-10 C10 pos=72: T1015 $180 | 99213-25 $150 | 96372 $40 | J3420 $15
    835 2025-03-25 C10 pos=72: T1015 $180 paid 0 CO-50 180 | 99213-25 $150 paid 0 CO-97 150 | 96372 $40 paid 0 CO-97 40 | J3420 $15 paid 0 CO-97 15
    > line 96372 state=denied
    > line 99213 state=denied
    C11 the encounter rate was reversed
    payer MCD
    837 2025-03-10 C11 pos=72: T1015 $180 | 99213-25 $150 | 96372 $40
    835 2025-03-25 C11 pos=72 icn=C11I: T1015 $180 paid 150 CO-45 30 | 99213-25 $150 paid 0 CO-97 150 | 96372 $40 paid 0 CO-97 40
    835 2025-05-25 C11 pos=72 icn=C11I st=22 trace=C11T: T1015 $-180 paid -150 CO-45 -30 | 99213-25 $-150 paid 0 CO-97 -150 | 96372 $-40 paid 0 CO-97 -40
    835 2025-05-25 C11 pos=72 icn=C11J trace=C11T: T1015 $180 paid 0 CO-50 180 | 99213-25 $150 paid 0 CO-97 150 | 96372 $40 paid 0 CO-97 40
    > line 96372 state=denied
    C12 the encounter rate of another payer
    payer COM
    837 2025-03-10 C12: 96372 $40
    837 2025-03-10 C12T as=MCD: T1015 $180
    835 2025-03-25 C12: 96372 $40 paid 0 CO-97 40
    835 2025-03-25 C12T as=MCD: T1015 $180 paid 150 CO-45 30
    > line 96372 state=denied
    > leak injection bundled 25.00
    C13 what the encounter rate leaves
    payer MCD
    837 2025-03-10 C13 pos=72: T1015 $180 | 99213-25 $150 | 96372 $40 | J3420 $15
    835 2025-03-25 C13 pos=72: T1015 $180 paid 150 CO-45 30 | 99213-25 $150 paid 0 CO-45 150 | 96372 $40 paid 0 PR-96 40 | J3420 $15 paid 5 CO-45 10
    > line 99213 state=in_encounter_rate
    > line 96372 state=in_encounter_rate
    > line J3420 state=paid
    > no leak em
    > no leak injection
    F06 a federally qualified health center at Medicare
    payer MCR
    837 2025-03-10 F06 pos=50: G0467 $180 | 99213-25 $150 | 96372 $40 | 36415 $10
    835 2025-03-25 F06 pos=50: G0467 $180 paid 140 CO-45 40 | 99213-25 $150 paid 0 CO-97 150 | 96372 $40 paid 0 CO-109 40 | 36415 $10 paid 0 CO-97 10
    > line 96372 state=in_encounter_rate
    > line 99213 state=in_encounter_rate
    > line 36415 state=denied
    F08 paid apart, then in the rate
    payer MCD
    837 2025-03-10 F08 pos=72: T1015 $180 | 96372 $40
    835 2025-03-25 F08 pos=72 icn=F8A: T1015 $180 paid 0 CO-16 180 | 96372 $40 paid 15 CO-45 25
    835 2025-05-25 F08 pos=72 icn=F8A st=22 trace=F8T: T1015 $-180 paid 0 CO-16 -180 | 96372 $-40 paid -15 CO-45 -25
    835 2025-05-25 F08 pos=72 icn=F8B trace=F8T: T1015 $180 paid 150 CO-45 30 | 96372 $40 paid 0 CO-97 40
    > line 96372 state=in_encounter_rate state_first=paid
    > no leak
    D01 107 hangs on the drug that was denied
    payer COM
    837 2025-03-10 D01: 96372 $40 | J0897x60 $1800
    835 2025-03-25 D01: 96372 $40 paid 0 CO-107 40 | J0897x60 $1800 paid 0 CO-50 1800
    > root 96372 J0897
    > leak injection qualifying_service_missing 25.00
    > work J0897 expected= charge=1800.00
    D02 of two drugs the larger charge
    payer COM
    837 2025-03-10 D02: 96372 $40 | J0897x60 $1800 | J3420 $15
    835 2025-03-25 D02: 96372 $40 paid 0 CO-197 40 | J0897x60 $1800 paid 0 CO-197 1800 | J3420 $15 paid 0 CO-197 15
    > root 96372 J0897
    D03 another category hangs on nothing
    payer COM
    837 2025-03-10 D03: 96372 $40 | J0897x60 $1800
    835 2025-03-25 D03: 96372 $40 paid 0 CO-197 40 | J0897x60 $1800 paid 0 CO-50 1800
    > root 96372 96372
    F10 a drug of another payer
    payer MCR
    837 2025-03-10 F10: 96372 $40
    837 2025-03-10 F10D as=COM: J3420 $15
    835 2025-03-25 F10: 96372 $40 paid 0 CO-50 40
    835 2025-03-25 F10D as=COM: J3420 $15 paid 0 CO-50 15
    > root 96372 96372
    G13 107 beside a paid drug
    payer MCR
    837 2025-03-10 G13: 96372 $40 | J3420 $15
    835 2025-03-25 G13: 96372 $40 paid 0 CO-107 40 | J3420 $15 paid 1 CO-45 14
    > root 96372 96372
    D09 a visit paid by the patient took the drug
    payer COM
    837 2025-03-10 D09: 99213-25 $150 | 96372 $40 | J1030 $30
    835 2025-03-25 D09: 99213-25 $150 paid 0 CO-45 50 PR-1 100 | 96372 $40 paid 25 CO-45 15 | J1030 $30 paid 0 CO-97 30
    > flag J1030 drug_in_visit
    D10 a new patient's visit is above an established one's of its level
    payer COM
    837 2025-03-10 D10: 99204-25 $320 | 96372 $40
    835 2025-03-25 D10: 99214-25 $320 paid 100 CO-45 220 was 99204-25 | 96372 $40 paid 25 CO-45 15
    > flag 99204 downcoded
    D15 an administration that was not billed
    payer MCR
    837 2025-03-10 D15: J0897-JZx60 $1800
    835 2025-03-25 D15: J0897-JZx60 $1800 paid 1000 CO-45 800
    > leak injection administration_not_billed 13.91
    D17 a drug in the encounter rate asks for no administration
    payer MCD
    837 2025-03-10 D17 pos=72: T1015 $180 | J3420 $15
    835 2025-03-25 D17 pos=72: T1015 $180 paid 150 CO-45 30 | J3420 $15 paid 0 CO-97 15
    > no leak
    > line J3420 state=in_encounter_rate
    G35 a drug denied in part without a rate
    payer COM
    837 2025-03-10 G35: 96372 $40 | J0897x60 $1800
    835 2025-03-25 G35: 96372 $40 paid 25 CO-45 15 | J0897x60 $1800 paid 900 CO-45 100 CO-151 800
    > work J0897 expected= charge=1800.00
    > line J0897 state=part_denied
    G36 a drug taken back without a rate
    payer COM
    837 2025-03-10 G36: 96372 $40 | J0897x60 $1800
    835 2025-03-25 G36: 96372 $40 paid 25 CO-45 15 | J0897x60 $1800 paid 900 CO-45 900
    835 2025-05-25 G36 st=22: 96372 $-40 paid -25 CO-45 -15 | J0897x60 $-1800 paid -900 CO-45 -900
    835 2025-05-25 G36 icn=G36B: 96372 $40 paid 25 CO-45 15 | J0897x60 $1800 paid 0 CO-50 1800
    > work J0897 expected= charge=1800.00 leak_class=takeback
    > line J0897 state=taken_back
    > no leak injection
    E03 passed on once more
    payer MCR
    837 2025-03-10 E03: 96372 $40
    835 2025-03-25 E03 st=1: 96372 $40 paid 0 CO-16 40 rem MA18
    835 2025-04-25 E03 st=19 icn=E03B: 96372 $40 paid 11.13 CO-45 26.09 PR-2 2.78 rem MA18
    > flag 96372 secondary_not_answered
    G02 an undated reversal of one of two days
    payer COM
    835 2025-03-25 G02 dos=2025-03-10 icn=G2A: 96372 $40 paid 25 CO-45 15
    835 2025-03-26 G02 dos=2025-03-17 icn=G2B: 96372 $40 paid 25 CO-45 15
    835 2025-04-25 G02 st=22 nodates icn=G2B: 96372 $-40 paid -25 CO-45 -15
    > lines 2
    > line 96372 service_date=2025-03-10 state=paid paid=25.00
    > line 96372 service_date=2025-03-17 state=awaiting_correction paid=0
    G03 an undated reversal and correction of one day
    payer COM
    837 2025-03-10 G03: 96372 $40
    835 2025-03-25 G03 icn=G3A: 96372 $40 paid 25 CO-45 15
    835 2025-03-25 G03 st=22 nodates icn=G3A trace=G3T: 96372 $-40 paid -25 CO-45 -15
    835 2025-03-25 G03 nodates icn=G3B trace=G3T: 96372 $40 paid 25 CO-45 15
    > lines 1
    > line 96372 state=paid paid=25.00
    E10 paid, reversed, another payer's
    payer COM
    837 2025-03-10 E10: 96372 $40
    835 2025-03-25 E10: 96372 $40 paid 25 CO-45 15
    835 2025-04-25 E10 st=22: 96372 $-40 paid -25 CO-45 -15
    835 2025-04-25 E10 icn=E10B: 96372 $40 paid 0 CO-109 40
    > line 96372 state=taken_back
    > leak injection takeback 25.00
"""


def told() -> dict[str, tuple[str, list[str]]]:
    """By name: what is drawn, and what must come out."""
    name, found = "", dict[str, tuple[list[str], list[str]]]()
    for line in map(str.strip, TURNS.strip().splitlines()):
        if line.startswith(">"):
            found[name][1].append(line[2:])
        elif line.split()[0] in ("payer", "837", "835"):
            found[name][0].append(line)
        else:
            name = line
            found[name] = ([], [])
    return {name: ("\n".join(drawn), answers) for name, (drawn, answers) in found.items()}


STORIES = told()


@cache
def facts() -> dict[str, pl.DataFrame]:
    """The built tables of one store that read all turns from files and knows the contract."""
    store = Store(once("turns", _load) / "store")
    return {name: pl.read_parquet(paths) for name, paths in store.read().built.items()}


def _load(place: Path) -> None:
    (place / "x12").mkdir()
    for name, (drawn, _) in STORIES.items():
        for file, data in files(drawn, name.split()[0]).items():
            (place / "x12" / f"{name.split()[0]}-{file}").write_bytes(data)
    (place / "contract.csv").write_text(CONTRACT, encoding="utf-8")
    for words in (("ingest", place / "x12"), ("reference", "add", place / "contract.csv"), ("build",)):
        done = typed(*words, "--store", place / "store")
        assert done.returncode == 0, done.stderr


def rows(table: str, name: str) -> pl.DataFrame:
    """The rows of a built table about the claims of a turn, with the code that was billed."""
    own = {line.split()[2].rstrip(":") for line in STORIES[name][0].splitlines() if line[:3] in ("837", "835")}
    lines = facts()["line"].filter(pl.col("claim_id").is_in(own))
    if table == "line":
        return lines
    mine = facts()[table].filter(pl.col("encounter_id").is_in(lines["encounter_id"].implode()))
    return mine if table == "encounter" else mine.join(lines.select("line_id", "code"), on="line_id", how="left")


def missing(found: pl.DataFrame, wanted: dict[str, str]) -> str | None:
    """None where a row says what is wanted, else all rows that were found."""
    for row in found.iter_rows(named=True):
        if all(text == "?" or _written(row[name]) == _written(text) for name, text in wanted.items()):
            return None
    return f"{wanted} is not in {found.select(*wanted).rows()}"


def _written(value: object) -> str:
    text = "" if value is None else str(value)
    return f"{float(text):.2f}" if text.replace(".", "", 1).isdigit() else text


def fault(name: str, answer: str) -> str | None:
    """What is wrong with one line of what must come out."""
    kind, *words = answer.split()
    if kind == "no":
        wanted = " ".join((*words, "?", "?", "?")[: 4 if words[0] == "leak" else len(words)])
        return "is there" if fault(name, wanted) is None else None
    pairs = dict(word.split("=") for word in words if "=" in word)
    plain = [word for word in words if "=" not in word]
    table = {
        "line": "line",
        "leak": "leak",
        "visit": "encounter",
        "flag": "flag",
        "work": "work_row",
        "root": "work_row",
    }
    columns = {"line": ["code"], "leak": ["role", "leak_class", "amount"], "flag": ["code", "rule"], "work": ["code"]}
    found = rows(table.get(kind, "line"), name)
    if kind == "lines":
        return None if found.height == int(plain[0]) else f"{found.height} lines"
    if kind == "leak":
        found = found.filter(
            (pl.col("leak_class") != "tolerance") & ((pl.col("role") != "drug") | (plain[0] == "drug"))
        )
    if kind == "root":
        codes = dict(rows("line", name).select("line_id", "code").iter_rows())
        found = found.with_columns(pl.col("root_line_id").replace_strict(codes, default=None))
        return missing(found, {"code": plain[0], "root_line_id": plain[1]})
    return missing(found, {**dict(zip(columns.get(kind, ()), plain, strict=True)), **pairs})


@pytest.mark.parametrize("name", STORIES)
def test_what_comes_out_is_what_the_rules_say(name: str) -> None:
    assert STORIES[name][1]
    wrong = {answer: said for answer in STORIES[name][1] if (said := fault(name, answer))}
    assert not wrong, wrong
