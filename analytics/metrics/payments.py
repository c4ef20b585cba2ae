"""What was billed, allowed and collected, and how long it took."""

from analytics.metrics.metric import Metric, Unsure, total

INJECTIONS_BILLED = Metric(
    name="injections_billed",
    label="Injections billed",
    words="Service lines billed as 96372, each counted once however often it was sent. "
    "Voided and withdrawn lines are left out.",
    better="neither",
    unit="count",
    top=total("lines"),
    bottom=None,
    n=total("lines"),
    matures=False,
    example=({"lines": [3, 4]}, 7.0),
)

INJECTION_UNITS = Metric(
    name="injection_units",
    label="Units billed",
    words="Units billed on these 96372 lines.",
    better="neither",
    unit="count",
    top=total("units"),
    bottom=None,
    n=total("lines"),
    matures=False,
    example=({"units": [3, 5], "lines": [3, 4]}, 8.0),
)

LINES_LEFT_OUT = Metric(
    name="lines_left_out",
    label="Voided or withdrawn",
    words="96372 lines that the practice voided or took off the claim. They are in no rate.",
    better="lower",
    unit="count",
    top=total("left_out"),
    bottom=None,
    n=total("left_out"),
    matures=False,
    example=({"left_out": [1, 2]}, 3.0),
)

ALLOWED_PER_UNIT = Metric(
    name="allowed_per_unit",
    label="Allowed per injection",
    words="Allowed amount (paid by the plan, patient's share and deductions after pricing), divided by units paid. "
    "Mean over lines with an allowed amount.",
    better="higher",
    unit="cents",
    top=total("allowed_cents"),
    bottom=total("allowed_units"),
    n=total("allowed_lines"),
    matures=True,
    example=({"allowed_cents": [1391, 2782], "allowed_units": [1, 2], "allowed_lines": [1, 1]}, 1391.0),
)

PRICE_INDEX = Metric(
    name="price_index",
    label="Price against Medicare",
    words="Allowed amount divided by the Medicare physician fee of the same units, locality and date. 1.20 means 20 % "
    "more than Medicare's fee. Only lines paid for the code billed, with nothing denied.",
    better="higher",
    unit="ratio",
    top=total("priced_allowed_cents"),
    bottom=total("priced_fee_cents"),
    n=total("priced_lines"),
    matures=True,
    example=({"priced_allowed_cents": [1669], "priced_fee_cents": [1391], "priced_lines": [1]}, 1669 / 1391),
)

UNDERPAYMENT_VARIANCE = Metric(
    name="underpayment_variance",
    label="Underpaid",
    words="Expected less allowed, where short by more than $0.50 and 1 %, divided by the expected amount of the same "
    "lines. Only where a contract or the Medicare fee says what is due; denials, part-denied units, recoded lines and "
    "lines paid nothing without a reason are apart, and overpayments are not netted.",
    better="lower",
    unit="ratio",
    top=total("underpaid_cents"),
    bottom=total("settled_expected_cents"),
    n=total("settled_lines"),
    matures=True,
    example=({"underpaid_cents": [417], "settled_expected_cents": [2782], "settled_lines": [2]}, 417 / 2782),
)

NET_COLLECTION_RATE = Metric(
    name="net_collection_rate",
    label="Net collection rate, payers only",
    words="Paid by all plans net of takebacks, divided by charges less contractual reductions (sequestration among "
    "them), on answered lines. Patients' own payments are not in the files. No data where most answers give no reason "
    "codes.",
    better="higher",
    unit="ratio",
    top=total("paid_cents"),
    bottom=total("collectable_cents"),
    n=total("answered_open"),
    matures=True,
    example=({"uncoded": [0], "paid_cents": [1600], "collectable_cents": [2000], "answered_open": [1]}, 0.8),
    unsure=Unsure(total("uncoded"), total("answered_open")),
)

OPEN_EXPECTED = Metric(
    name="open_expected",
    label="Open at expected payment",
    words="Expected payment of 96372 lines not answered yet, or denied and still open. Not general-ledger receivables.",
    better="lower",
    unit="cents",
    top=total("open_expected_cents"),
    bottom=None,
    n=total("open_valued"),
    matures=False,
    example=({"open_expected_cents": [1391], "open_valued": [1], "open_unvalued": [0], "lines": [9]}, 1391.0),
    seen=(total("lines") > 0) & ((total("open_valued") > 0) | (total("open_unvalued") == 0)),
)

PAYMENTS = (
    INJECTIONS_BILLED,
    INJECTION_UNITS,
    LINES_LEFT_OUT,
    ALLOWED_PER_UNIT,
    PRICE_INDEX,
    UNDERPAYMENT_VARIANCE,
    NET_COLLECTION_RATE,
    OPEN_EXPECTED,
)
