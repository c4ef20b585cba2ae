"""What is denied, and how much of it is money (meanings 16, 17, 19)."""

import polars as pl

from analytics.metrics.cubes import AGE
from analytics.metrics.metric import DEFINITION, FIRST, FIRST_REASON, OPEN, OPEN_REASON, Metric, Unsure, total

_KNOWN = 1 - total("fates_open").cast(pl.Float64) / total("fates")
_DECIDED_SHARE = pl.when(total("fates") > 0).then(_KNOWN)

FINAL_DENIAL_RATE = Metric(
    name="final_denial_rate",
    label="Final denial rate",
    words="96372 lines whose denial is final, divided by answered lines less those whose denial may still come back. "
    "Final is a denial marked written off or closed; without a mark, as a stand-in, one that still stands after the "
    "time in which 95 % of the payer's denials that come back have done so.",
    better="lower",
    unit="rate",
    top=total("final_denied"),
    bottom=total("decided"),
    n=total("decided"),
    matures=True,
    example=(
        {
            "denied_initial": [0, 0],
            "first_unclear": [0, 0],
            "final_denied": [3, 1],
            "decided": [60, 20],
            "fates": [5, 3],
            "fates_open": [1, 0],
        },
        0.05,
    ),
    known=_DECIDED_SHARE,
    # Where most denials may still come back, a rate of the final ones would say 0 % and mean "not yet".
    seen=2 * total("fates_open") <= total("fates"),
    unsure=FIRST,
)

FINAL_DENIALS_BY_MARK = Metric(
    name="final_denials_by_mark",
    label="Final denials by mark",
    words="Of the final denials, those marked written off or closed; the others are final by their age alone.",
    better="neither",
    unit="count",
    top=total("final_marked"),
    bottom=None,
    n=total("final_denied"),
    matures=False,
    example=({"final_marked": [2, 1], "final_denied": [5, 3]}, 3.0),
)

OVERTURN_RATE = Metric(
    name="overturn_rate",
    label="Overturned denials",
    words="Initially denied 96372 lines that were later paid or became the patient's share, divided by all initially "
    "denied lines, worked or not. Complete once 95 % of the denials came back, were marked written off or closed, or "
    "are older than such denials take to come back.",
    better="higher",
    unit="rate",
    top=total("overturned"),
    bottom=total("denied_initial"),
    n=total("denied_initial"),
    matures=True,
    example=({"overturned": [1], "denied_initial": [7]}, 1 / 7),
    known=_DECIDED_SHARE,
)

DENIED_WITHIN_45_DAYS = Metric(
    name=f"denied_within_{AGE}_days",
    label=f"Denied within {AGE} days",
    words=f"96372 lines denied by an answer that came within {AGE} days of submission, divided by lines sent at least "
    f"{AGE} days ago, answered or not. Every month is looked at at the same age, so that recent ones compare fairly.",
    better="lower",
    unit="rate",
    top=total("aged_denied"),
    bottom=total("aged"),
    n=total("aged"),
    matures=False,
    example=({"aged_unclear": [0, 0], "aged_denied": [4, 2], "aged": [40, 35], "sent": [40, 36]}, 0.08),
    known=pl.when(total("sent") > 0).then(total("aged").cast(pl.Float64) / total("sent")),
    unsure=Unsure(total("aged_unclear"), total("aged_denied") + total("aged_unclear")),
)

FATES = (FINAL_DENIAL_RATE, FINAL_DENIALS_BY_MARK, OVERTURN_RATE)

DENIAL_RATE = Metric(
    name="denial_rate",
    label="Denial rate",
    words="96372 lines denied under the chosen definition, divided by the lines that the definition counts. "
    "With the usual definition: denied by the first answer, of all answered lines.",
    better="lower",
    unit="rate",
    top=total("denied_definition"),
    bottom=total("answered_definition"),
    n=total("answered_definition"),
    matures=True,
    example=(
        {
            "definition_unsure": [0, 0],
            "definition_asked": [0, 0],
            "denied_definition": [1, 0],
            "answered_definition": [3, 1],
        },
        0.25,
    ),
    unsure=DEFINITION,
)

INITIAL_DENIAL_RATE = Metric(
    name="initial_denial_rate",
    label="Initial denial rate",
    words="96372 lines denied in full or in part by the payer's first answer, divided by answered lines. "
    "Lines not answered yet, another payer's, or paid by capitation or in an encounter rate count in neither.",
    better="lower",
    unit="rate",
    top=total("denied_initial"),
    bottom=total("answered_initial"),
    n=total("answered_initial"),
    matures=True,
    example=({"first_unclear": [0, 0], "denied_initial": [1, 0], "answered_initial": [3, 1]}, 0.25),
    unsure=FIRST,
)

OPEN_DENIAL_RATE = Metric(
    name="open_denial_rate",
    label="Open denial rate",
    words="96372 lines whose denial still stands, divided by answered lines.",
    better="lower",
    unit="rate",
    top=total("denied_open"),
    bottom=total("answered_open"),
    n=total("answered_open"),
    matures=True,
    example=({"open_unclear": [0, 0], "denied_open": [1, 0], "answered_open": [4, 1]}, 0.2),
    unsure=OPEN,
)

DENIAL_RATE_CLAIMS = Metric(
    name="denial_rate_claims",
    label="Denial rate of claims",
    words="Claims with at least one denied 96372 line, divided by claims with a 96372 line that the definition counts.",
    better="lower",
    unit="rate",
    top=total("claims_denied"),
    bottom=total("claims_answered"),
    n=total("claims_answered"),
    matures=True,
    example=({"definition_unsure": [0], "definition_asked": [0], "claims_denied": [1], "claims_answered": [8]}, 0.125),
    unsure=DEFINITION,
)

DENIAL_RATE_CHARGE = Metric(
    name="denial_rate_charge",
    label="Denied share of charges",
    words="Dollars denied by the first answer, divided by the charges of answered 96372 lines.",
    better="lower",
    unit="ratio",
    top=total("denied_charge_cents"),
    bottom=total("answered_charge_cents"),
    n=total("answered_initial"),
    matures=True,
    example=(
        {
            "denied_initial": [0],
            "first_unclear": [0],
            "denied_charge_cents": [4000],
            "answered_charge_cents": [16000],
            "answered_initial": [4],
        },
        0.25,
    ),
    unsure=FIRST,
)

DENIED_DOLLARS_EXPECTED = Metric(
    name="denied_dollars_expected",
    label="Denied dollars at expected payment",
    words="What the denied units would have been expected to bring, not what was charged. "
    "Lines without a known rate are left out.",
    better="lower",
    unit="cents",
    top=total("denied_expected_cents"),
    bottom=None,
    n=total("denied_valued"),
    matures=True,
    example=(
        {
            "first_unclear": [0, 0],
            "denied_expected_cents": [1391, 1431],
            "denied_valued": [1, 1],
            "denied_initial": [1, 2],
            "answered_initial": [9, 9],
        },
        2822.0,
    ),
    seen=(total("answered_initial") > 0) & ((total("denied_initial") == 0) | (total("denied_valued") > 0)),
    unsure=FIRST,
)

BUNDLED_DENIAL_RATE = Metric(
    name="bundled_denial_rate",
    label="Denied as bundled",
    words="96372 lines whose first answer denied them as part of another service or of an NCCI edit pair, divided by "
    "answered lines. No data where most denials came without a reason code; at least so much where some did.",
    better="lower",
    unit="rate",
    top=total("bundled_first"),
    bottom=total("answered_initial"),
    n=total("answered_initial"),
    matures=True,
    example=(
        {
            "first_unsure": [0],
            "denied_initial": [0],
            "first_unclear": [0],
            "bundled_first": [3],
            "answered_initial": [60],
        },
        0.05,
    ),
    unsure=FIRST_REASON,
)

AUTHORIZATION_DENIAL_RATE = Metric(
    name="authorization_denial_rate",
    label="Denied without authorization",
    words="96372 lines whose first answer denied them for a missing or wrong authorization, divided by answered "
    "lines. No data where most denials came without a reason code; at least so much where some did.",
    better="lower",
    unit="rate",
    top=total("authorization_first"),
    bottom=total("answered_initial"),
    n=total("answered_initial"),
    matures=True,
    example=(
        {
            "first_unsure": [0],
            "denied_initial": [0],
            "first_unclear": [0],
            "authorization_first": [2],
            "answered_initial": [50],
        },
        0.04,
    ),
    unsure=FIRST_REASON,
)

ROUTED_RATE = Metric(
    name="routed_rate",
    label="Other payer responsible (COB)",
    words="96372 lines the payer passed on or holds another payer responsible for, divided by lines answered or passed "
    "on. Others count these as denials. Lines paid by capitation or in an encounter rate count in neither.",
    better="lower",
    unit="rate",
    top=total("routed"),
    bottom=total("answered_or_routed"),
    n=total("answered_or_routed"),
    matures=True,
    example=({"open_unsure": [0], "routed": [1], "answered_or_routed": [18]}, 1 / 18),
    unsure=Unsure(total("open_unsure"), total("routed") + total("open_unsure")),
)

CAPITATED_LINES = Metric(
    name="capitated_lines",
    label="Paid by capitation",
    words="96372 lines that a payer other than Medicare pays by capitation (code 24), or that were only reported to "
    "it. No denial and nobody else's: in no rate.",
    better="neither",
    unit="count",
    top=total("capitated"),
    bottom=None,
    n=total("capitated"),
    matures=False,
    example=({"capitated": [1, 2]}, 3.0),
)

CAPITATED_CHARGE = Metric(
    name="capitated_charge",
    label="Charges paid by capitation",
    words="Charges of the 96372 lines paid by capitation.",
    better="neither",
    unit="cents",
    top=total("capitated_charge_cents"),
    bottom=None,
    n=total("capitated"),
    matures=False,
    example=({"capitated_charge_cents": [4000, 8000], "capitated": [1, 2], "lines": [1, 9]}, 12_000.0),
    seen=total("lines") > 0,
)

ENCOUNTER_RATE_LINES = Metric(
    name="encounter_rate_lines",
    label="Paid in an encounter rate",
    words="96372 lines allowed and paid nothing on a day for which the same payer paid an encounter rate (T1015, "
    "G0466 to G0470). The day is paid: in no rate.",
    better="neither",
    unit="count",
    top=total("encounter_rate"),
    bottom=None,
    n=total("encounter_rate"),
    matures=False,
    example=({"encounter_rate": [1, 2]}, 3.0),
)

ENCOUNTER_RATE_CHARGE = Metric(
    name="encounter_rate_charge",
    label="Charges in an encounter rate",
    words="Charges of the 96372 lines paid in an encounter rate.",
    better="neither",
    unit="cents",
    top=total("encounter_rate_charge_cents"),
    bottom=None,
    n=total("encounter_rate"),
    matures=False,
    example=({"encounter_rate_charge_cents": [4000, 8000], "encounter_rate": [1, 2], "lines": [1, 9]}, 12_000.0),
    seen=total("lines") > 0,
)

BESIDE_RATES = (CAPITATED_LINES, CAPITATED_CHARGE, ENCOUNTER_RATE_LINES, ENCOUNTER_RATE_CHARGE)
"""Ways of being paid that are no denial and no other payer: counted beside every rate (meanings 40)."""

FIRST_PASS_YIELD = Metric(
    name="first_pass_yield",
    label="First-pass yield",
    words="96372 lines settled in full by the first answer, without denial, correction or takeback, divided by "
    "answered lines that we have the claim of.",
    better="higher",
    unit="rate",
    top=total("first_pass"),
    bottom=total("first_pass_base"),
    n=total("first_pass_base"),
    matures=True,
    example=({"first_unclear": [0], "first_pass": [9], "first_pass_base": [10]}, 0.9),
    unsure=Unsure(total("first_unclear"), total("first_pass_base") - total("first_pass")),
)

DENIAL_TO_PATIENT_DOLLARS = Metric(
    name="denial_to_patient_dollars",
    label="Denied to the patient",
    words="Dollars the payer denied and moved to the patient. They can be collected only with a notice signed before.",
    better="lower",
    unit="cents",
    top=total("shifted_cents"),
    bottom=None,
    n=total("shifted_lines"),
    matures=True,
    example=(
        {
            "open_unsure": [0],
            "denied_open": [0],
            "open_unclear": [0],
            "shifted_cents": [4000],
            "shifted_lines": [1],
            "answered_open": [9],
        },
        4000.0,
    ),
    seen=total("answered_open") > 0,
    unsure=OPEN_REASON,
)

DENIALS = (
    DENIAL_RATE,
    INITIAL_DENIAL_RATE,
    DENIED_WITHIN_45_DAYS,
    OPEN_DENIAL_RATE,
    DENIAL_RATE_CLAIMS,
    DENIAL_RATE_CHARGE,
    DENIED_DOLLARS_EXPECTED,
    BUNDLED_DENIAL_RATE,
    AUTHORIZATION_DENIAL_RATE,
    ROUTED_RATE,
    *BESIDE_RATES,
    *FATES,
    FIRST_PASS_YIELD,
    DENIAL_TO_PATIENT_DOLLARS,
)
