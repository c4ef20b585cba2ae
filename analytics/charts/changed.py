"""What changed between two months: the denied share cut into parts of payers and categories that add up."""

from collections.abc import Mapping, Sequence
from datetime import date

from analytics import words
from analytics.charts.chart import Chart, Step, Waterfall
from analytics.metrics.changed import SCALE, Part

SMALLEST = 5
"""Parts below so many hundredths of a point are told together."""


def payer_bridge(parts: Sequence[Part], names: Mapping[str, str], ends: tuple[float, float], days: tuple[date, date],
                 *, is_beyond: bool) -> Chart | None:  # fmt: skip
    """From one month's denied share to the other's, payer by payer; mix is told as one step."""
    mix = sum(part.mix for part in parts)
    moved = {names[part.key]: part.rate for part in parts}
    hovers = {
        names[part.key]: f"{names[part.key]}: {points(part.rate)} by its rate, {points(part.mix)} by its share of lines"
        for part in parts
    }
    steps = [*_steps(moved, hovers), *_mix(mix)]
    return _chart("payer", steps, ends, days, is_beyond=is_beyond)


def category_bridge(parts: Mapping[str, int], names: Mapping[str, str], ends: tuple[float, float],
                    days: tuple[date, date], *, is_beyond: bool) -> Chart | None:  # fmt: skip
    """The same by category of the denial."""
    moved = {names[key]: part for key, part in parts.items()}
    hovers = {name: f"{name}: {points(part)} of all lines" for name, part in moved.items()}
    return _chart("category", _steps(moved, hovers), ends, days, is_beyond=is_beyond)


def points(hundredths: int) -> str:
    """+0.35 pp: two digits, so that the parts that are read add up."""
    return f"{'+' if hundredths >= 0 else '−'}{abs(hundredths) / 100:.2f} pp"


def _steps(moved: Mapping[str, int], hovers: Mapping[str, str]) -> list[Step]:
    """Every part, the largest first; the smallest as one."""
    order = sorted(moved, key=lambda name: (-abs(moved[name]), name))
    small = [name for name in order if abs(moved[name]) < SMALLEST]
    shown = [name for name in order if name not in small] if len(small) > 1 else order
    steps = [Step(name, moved[name], points(moved[name]), hovers[name]) for name in shown]
    rest = sum(moved[name] for name in order if name not in shown)
    if len(shown) == len(order):
        return steps
    label = words.number_of(len(order) - len(shown), "smaller part")
    return [*steps, Step(label, rest, points(rest), f"{label}: {points(rest)}")]


def _mix(mix: int) -> list[Step]:
    text = "More or fewer lines at payers that deny much or little"
    return [Step("Mix of payers", mix, points(mix), f"{text}: {points(mix)}")] if mix else []


def _chart(what: str, steps: Sequence[Step], ends: tuple[float, float], days: tuple[date, date],
           *, is_beyond: bool) -> Chart | None:  # fmt: skip
    if not steps:
        return None
    before, now = (round(share * SCALE) for share in ends)
    start, end = (words.month(day) for day in days)
    first = Step(start, 0, f"{before / 100:.2f} %", f"{start}: {before / 100:.2f} % denied", is_total=True)
    said = f"{points(now - before)}, to {now / 100:.2f} %"
    last = Step(f"Change to {end}", now - before, said, f"{end}: {said}", is_total=True)
    changes = " ".join(f"{'+' if step.cents >= 0 else '−'} {abs(step.cents) / 100:.2f}" for step in steps)
    equation = f"{before / 100:.2f} % {changes} = {now / 100:.2f} %"
    title = _title(what, steps, is_beyond=is_beyond)
    return Chart(
        title=title,
        subtitle=f"Denied share of answered lines from {words.month(days[0])} to {words.month(days[1])}, by {what}, in "
        "percentage points that add up",
        alt=f"Waterfall of the denied share by {what}. {title}. {equation}.",
        marks=Waterfall((first, *steps, last), equation, unit="points"),
    )


def _title(what: str, steps: Sequence[Step], *, is_beyond: bool) -> str:
    """Names the largest part only where the whole changed by more than chance."""
    if not is_beyond:
        return f"By {what}: parts of a change that chance may have made"
    top = max(steps, key=lambda step: abs(step.cents))
    return f"Largest part by {what}: {top.label}, {top.text}"
