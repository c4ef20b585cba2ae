"""The office visit and the injection on one day: which of the two was lost or cut, and why (meanings 26-28)."""

from analytics.metrics.metric import Metric, Unsure, total

EM_LOSS_RATE = Metric(
    name="em_loss_rate",
    label="Visits lost to the injection",
    words="Office visits first denied as bundled, as an edit pair or for a modifier while that day's injection was "
    "paid and nothing else of the day explains it, divided by such visit-injection pairs with both answered. Same "
    "rendering provider, or same group and specialty: Medicare and CPT count these as one physician.",
    better="lower",
    unit="rate",
    top=total("em_lost_first"),
    bottom=total("answered_pairs"),
    n=total("answered_pairs"),
    matures=True,
    example=(
        {"em_first_unsure": [0, 0], "em_first_asked": [0, 0], "em_lost_first": [2, 0], "answered_pairs": [10, 10]},
        0.1,
    ),
    unsure=Unsure(total("em_first_unsure"), total("em_first_asked")),
)

EM_LOSS_OPEN = Metric(
    name="em_loss_open",
    label="Visits lost and still open",
    words="The same pairs, where the visit's denial still stands, the injection is paid and nothing else of the day "
    "explains it.",
    better="lower",
    unit="rate",
    top=total("em_lost_open"),
    bottom=total("answered_pairs"),
    n=total("answered_pairs"),
    matures=True,
    example=(
        {"em_open_unsure": [0, 0], "em_open_asked": [0, 0], "em_lost_open": [1, 0], "answered_pairs": [10, 10]},
        0.05,
    ),
    unsure=Unsure(total("em_open_unsure"), total("em_open_asked")),
)

EM_LOST_BESIDE_OTHER = Metric(
    name="em_lost_beside_other",
    label="Visits lost beside another service",
    words="Of the same pairs the visits first denied beside a paid injection and another paid service of that provider "
    "that can take a visit, too (a procedure, a preventive visit): not in the rate of visits lost to the injection.",
    better="lower",
    unit="count",
    top=total("em_beside_first"),
    bottom=None,
    n=total("answered_pairs"),
    matures=True,
    example=(
        {"em_first_unsure": [0, 0], "em_first_asked": [1, 2], "em_beside_first": [1, 2], "answered_pairs": [10, 10]},
        3.0,
    ),
    seen=total("answered_pairs") > 0,
    unsure=Unsure(total("em_first_unsure"), total("em_first_asked")),
)

EM_REDUCED_DOLLARS = Metric(
    name="em_reduced_dollars",
    label="Visits reduced beside the injection",
    words="What office visits with modifier 25 beside an injection fell short of, where the payer allows at most 80 % "
    "of its price without 25 (medians of two quarters, ten visits of each) or says by code 59 that it cut the visit. "
    "Against contract or fee, else the price without 25.",
    better="lower",
    unit="cents",
    top=total("em_reduced_cents"),
    bottom=None,
    n=total("office_pairs"),
    matures=True,
    example=({"em_reduced_cents": [5000, 2500], "office_pairs": [4, 3]}, 7500.0),
    seen=total("office_pairs") > 0,
)

MODIFIER25_RATE = Metric(
    name="modifier25_rate",
    label="Pairs with modifier 25",
    words="Office visits whose line was first billed with modifier 25, divided by the visit-injection pairs that the "
    "rate of lost visits counts. Over-use is a risk, too.",
    better="neither",
    unit="rate",
    top=total("answered_pairs_with_25"),
    bottom=total("answered_pairs"),
    n=total("answered_pairs"),
    matures=True,
    example=({"answered_pairs_with_25": [8], "answered_pairs": [10]}, 0.8),
)

PAIRS = (EM_LOSS_RATE, EM_LOSS_OPEN, EM_LOST_BESIDE_OTHER, EM_REDUCED_DOLLARS, MODIFIER25_RATE)
