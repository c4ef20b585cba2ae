"""What becomes of denials: which are final, which come back; and denials at one age (meanings 8, domain 7 and 8)."""

import polars as pl

from analytics.metrics.cubes import AGE
from analytics.metrics.metric import Metric, Unsure, total
from analytics.metrics.untold import FIRST

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
