"""The office visit and the injection on one day: which of the two was lost (meanings 26-28)."""

from analytics.metrics.metric import Metric, Unsure, total

EM_LOSS_RATE = Metric(
    name="em_loss_rate",
    label="Visits lost to the injection",
    words="Office visits first denied as bundled, as an edit pair or for a modifier while that day's injection was "
    "paid, divided by such visit-injection pairs by the same provider with both answered.",
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
    words="The same pairs, where the visit's denial still stands and the injection is paid.",
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

MODIFIER25_RATE = Metric(
    name="modifier25_rate",
    label="Pairs with modifier 25",
    words="Office visits on the day of an injection whose visit line was first billed with modifier 25, divided by all "
    "such pairs. Over-use is a risk, too.",
    better="neither",
    unit="rate",
    top=total("office_pairs_with_25"),
    bottom=total("office_pairs"),
    n=total("office_pairs"),
    matures=False,
    example=({"office_pairs_with_25": [8], "office_pairs": [10]}, 0.8),
)

PAIRS = (EM_LOSS_RATE, EM_LOSS_OPEN, MODIFIER25_RATE)
