"""One drawn example of every chart and tile, in all its states: what the gallery shows and tests look at."""

from datetime import date

from analytics.charts.model import (
    Bar,
    Bars,
    Cell,
    Chart,
    Curve,
    Dot,
    Dots,
    Funnel,
    Heat,
    Limit,
    Marks,
    Point,
    Spot,
    Stack,
    Stacks,
    Step,
    Strip,
    Strips,
    Trend,
    Waterfall,
)
from analytics.charts.tiles import Tile

_RATES = (0.091, 0.104, 0.098, 0.121, 0.117, 0.132, 0.095, 0.071)
_ROLES = ("context", "context", "focus", "focus", "focus", "focus", "immature", "immature")
_CLASSES = ("medicare", "medicare_advantage", "commercial", "medicaid", "other")


def _trend() -> Trend:
    points = [
        Point(date(2026, at + 1, 1), rate, rate - 0.02, rate + 0.02, role, f"{rate:.1%}")
        for at, (rate, role) in enumerate(zip(_RATES, _ROLES, strict=True))
    ]
    gap = Point(date(2026, 9, 1), None, None, None, "immature", "3 of 8 lines")
    return Trend((*points, gap), "rate", 0.117, "11.7 % in these months")


def _limits() -> Trend:
    """Two levels with their limits, a month outside, and a month too early to compare."""
    rates = (0.091, 0.104, 0.098, 0.121, 0.168, 0.155, 0.21, 0.15, 0.09)
    points = [
        Point(date(2026, at + 1, 1), rate, None, None, "focus" if at < 8 else "immature", f"{rate:.1%}", rate > 0.2)
        for at, rate in enumerate(rates)
    ]
    centres = [0.104] * 4 + [0.166] * 4
    limits = [Limit(date(2026, at + 1, 1), its, its - 0.03, its + 0.03) for at, its in enumerate(centres)]
    shifts = ((date(2026, 5, 1), "new level since May 2026"),)
    return Trend(tuple(points), "rate", None, "level 16.6 %", tuple(limits), shifts)


def _bars() -> Bars:
    drawn = (
        ("Bundled into another service", 179, 2585.0),
        ("No authorization", 33, 526.5),
        ("Duplicate claim", 1, 0.0),
    )
    rows = [
        Bar(name, name, (float(lines), cents), (f"{lines}", f"${cents:,.2f}"), name, lines != 33)
        for name, lines, cents in drawn
    ]
    return Bars(("Denied lines", "Expected dollars"), tuple(rows))


def _heat(*, is_tilted: bool) -> Heat:
    row = (
        Cell(0.12, "12.0", "strong"),
        Cell(0.03, "3.0", "pale"),
        Cell(0.2, "20.0", "below 30 lines", "grey"),
        Cell(None, "3/8", "few", "few"),
        Cell(None, "", "nothing", "empty"),
        Cell(0.1, "10.0", "within chance", "chance"),
    )
    tilted = ("Bundled", "No authorization", "Medical necessity", "Late", "None", "Visit lost")
    columns = tilted if is_tilted else tuple("JFMAMJ")
    return Heat(("Large payer", "Small payer"), columns, (row, row[::-1]), 0.12, ("a", "b"), is_tilted=is_tilted)


def _dots() -> Dots:
    rows = [
        Dot(name, name.replace("_", " ").capitalize(), name, 0.05 + at / 30, 0.03 + at / 40, 0.09 + at / 20, "", name)
        for at, name in enumerate(_CLASSES)
    ]
    few = Dot("few", "Few lines", "commercial", 0.2, 0.05, 0.45, "20.0 %", "few", is_grey=True)
    return Dots((*rows, few, Dot("drug", "No class", "", 0.11, 0.08, 0.14, "11.0 %", "drug")), 0.1, "all 10.0 %")


def _strips() -> Strips:
    rows = [
        Strip(name, name.replace("_", " "), name, 0.8, 0.9, 1 + at / 9, 1.05 + at / 9, 1.1 + at / 8, "100 %", name)
        for at, name in enumerate(_CLASSES)
    ]
    return Strips(
        (*rows, Strip("few", "Few", "medicare", 1, 1, 1, 1, 1, "", "few", is_grey=True)), 1.0, "Medicare's fee"
    )


def _waterfall() -> Waterfall:
    changes = [Step("Price", 377, "+$3.77", "price"), Step("Denied", -236, "−$2.36", "denied")]
    first, last = Step("Medicare", 1008, "$10.08", "", is_total=True), Step("Payer", 1149, "$11.49", "", is_total=True)
    return Waterfall((first, *changes, last), "$10.08 + $3.77 − $2.36 = $11.49")


def _lines() -> Waterfall:
    changes = [
        Step("+ now paid", 12, "+12", "12 lines", key="a"),
        Step("− not by this one", -5, "−5", "5 lines", key="b"),
    ]
    first, last = Step("Ours", 40, "40", "", is_total=True), Step("Theirs", 47, "47", "", is_total=True)
    return Waterfall((first, *changes, last), "40 + 12 − 5 = 47", unit="lines")


def _curve() -> Curve:
    points = tuple((days, share, f"{share:.0%}") for days, share in ((0, 0.0), (21, 0.08), (49, 0.2), (90, 0.33)))
    return Curve(points, ((49, "half of those that came back"), (84, "final by age")))


def _stacks() -> Stacks:
    rows = [
        Stack("with", "With 25", (0.9, 0.05, 0.03, 0.02), ("90 %", "5 %", "3 %", "2 %"), ("90", "5", "3", "2")),
        Stack("few", "Few", (0.5, 0.3, 0.2, 0.0), ("6", "3", "2", ""), ("6", "3", "2", ""), is_grey=True),
    ]
    return Stacks(
        ("Both paid", "Visit denied", "Injection denied", "Both"), ("calm", "lost", "accent", "dark"), tuple(rows)
    )


def _funnel() -> Funnel:
    sizes = tuple(float(n) for n in range(10, 210, 10))
    limits = [tuple((n, max(0.0, 0.7 - k / n**0.5), min(1.0, 0.7 + k / n**0.5)) for n in sizes) for k in (0.9, 1.42)]
    spots = Spot("a", "Roe, Ann", 60, 0.71, "71 %"), Spot("b", "Doe, Ben", 150, 0.93, "93 %", is_beyond=True)
    return Funnel(spots, 0.7, limits[0], limits[1], "Pairs")


def charts() -> dict[str, Chart]:
    """Every kind of chart by name."""
    marks: dict[str, Marks] = {
        "trend": _trend(),
        "trend with limits": _limits(),
        "bars": _bars(),
        "heat": _heat(is_tilted=False),
        "tilted heat": _heat(is_tilted=True),
        "dots": _dots(),
        "strips": _strips(),
        "waterfall": _waterfall(),
        "waterfall of lines": _lines(),
        "curve": _curve(),
        "stacks": _stacks(),
        "funnel": _funnel(),
    }
    return {
        name: Chart(f"The finding of a {name}", "What is drawn, on which basis", f"A {name}. Its finding.", its)
        for name, its in marks.items()
    }


def tiles() -> tuple[Tile, ...]:
    """A tile better, worse, within chance, with few lines, and without data."""
    spark = tuple(rate * 100 for rate in _RATES)
    against, says = "vs Jan – Aug 2025", "What it counts."
    return (
        Tile(
            "Better", "9.8 %", "−1.2 pp", "down", "better", against, "8.9–10.8 %, n = 4,837", "What it counts.", spark
        ),
        Tile("Worse", "12.6 %", "+1.8 pp", "up", "worse", against, "11.7–13.6 %, n = 4,837", says, spark),
        Tile("Within chance", "32.6 %", "+0.3 pp", "up", "grey", f"within chance, {against}", "n = 611", "", spark),
        Tile("Few", "3 of 8", "", "off", "grey", "", "too few to name a rate", says, ()),
        Tile("Nothing", "no data", "", "off", "grey", "", "nothing to count", says, ()),
    )
