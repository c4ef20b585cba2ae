"""What changed between two spans of months: the denied share cut by payer and by category into parts that add up."""

from collections.abc import Mapping, Sequence

from analytics import words
from analytics.charts.model import Chart, Step, Waterfall
from analytics.metrics.changed import SCALE, Part

SMALLEST = 5
"""Parts below so many hundredths of a point are told together."""


def payer_bridge(parts: Sequence[Part], names: Mapping[str, str], ends: tuple[float, float], spans: tuple[str, str],
                 *, is_beyond: bool) -> Chart | None:  # fmt: skip
    """From one span's denied share to the other's, payer by payer; mix is told as one step."""
    moved = [
        Step(names[part.key], part.rate, points(part.rate), f"{names[part.key]}: {points(part.rate)} by its rate, "
             f"{points(part.mix)} by its share of lines")
        for part in parts
    ]  # fmt: skip
    steps = [*_largest_first(moved), *_mix(sum(part.mix for part in parts))]
    return _chart("payer", steps, ends, spans, is_beyond=is_beyond)


def category_bridge(parts: Mapping[str, int], names: Mapping[str, str], ends: tuple[float, float],
                    spans: tuple[str, str], *, is_beyond: bool) -> Chart | None:  # fmt: skip
    """The same by category of the denial."""
    moved = [
        Step(names[key], part, points(part), f"{names[key]}: {points(part)} of all lines")
        for key, part in parts.items()
    ]
    return _chart("category", _largest_first(moved), ends, spans, is_beyond=is_beyond)


def points(hundredths: int) -> str:
    """+0.35 pp: two digits, so that the parts that are read add up."""
    return f"{'+' if hundredths >= 0 else '−'}{abs(hundredths) / 100:.2f} pp"


def _largest_first(moved: Sequence[Step]) -> list[Step]:
    """Every part, the largest first; the smallest as one."""
    order = sorted(moved, key=lambda step: (-abs(step.cents), step.label))
    small = [step for step in order if abs(step.cents) < SMALLEST]
    if len(small) < 2:
        return order
    rest = sum(step.cents for step in small)
    label = words.number_of(len(small), "smaller part")
    return [*order[: -len(small)], Step(label, rest, points(rest), f"{label}: {points(rest)}")]


def _mix(mix: int) -> list[Step]:
    text = "More or fewer lines at payers that deny much or little"
    return [Step("Mix of payers", mix, points(mix), f"{text}: {points(mix)}")] if mix else []


def _chart(what: str, steps: Sequence[Step], ends: tuple[float, float], spans: tuple[str, str],
           *, is_beyond: bool) -> Chart | None:  # fmt: skip
    if not steps:
        return None
    before, now = (round(share * SCALE) for share in ends)
    start, end = spans
    first = Step(start, 0, f"{before / 100:.2f} %", f"{start}: {before / 100:.2f} % denied", is_total=True)
    said = f"{points(now - before)}, to {now / 100:.2f} %"
    last = Step(f"Change to {end}", now - before, said, f"{end}: {said}", is_total=True)
    changes = " ".join(f"{'+' if step.cents >= 0 else '−'} {abs(step.cents) / 100:.2f}" for step in steps)
    equation = f"{before / 100:.2f} % {changes} = {now / 100:.2f} %"
    title = _title(what, steps, is_beyond=is_beyond)
    return Chart(
        title=title,
        subtitle=f"Denied share of answered lines from {start} to {end}, by {what}, in percentage points that add up",
        alt=f"Waterfall of the denied share by {what}. {title}. {equation}.",
        marks=Waterfall((first, *steps, last), equation, unit="points"),
    )


def _title(what: str, steps: Sequence[Step], *, is_beyond: bool) -> str:
    """Names the largest part only where the whole changed by more than chance."""
    if not is_beyond:
        return f"By {what}: parts of a change that chance may have made"
    top = max(steps, key=lambda step: abs(step.cents))
    return f"Largest part by {what}: {top.label}, {top.text}"
