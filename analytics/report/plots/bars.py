"""Bars from zero, wholes cut into parts, and steps that add up: what office programs draw as bars."""

from analytics.charts.colours import Look
from analytics.charts.model import Bars, Stacks
from analytics.charts.waterfall import Waterfall
from analytics.report.office.plot import Axis, Plot, Series, axis

LEAST = 0.06
"""A smaller part has no room for its number."""


def bars(shown: Bars, look: Look) -> tuple[Plot, ...]:
    """A plot per measure, since two units never share an axis."""
    labels = tuple(row.label for row in shown.rows)
    colours = tuple(look.accent if row.is_focus else look.context for row in shown.rows)
    return tuple(
        Plot(
            "bars",
            (
                Series(
                    measure,
                    tuple(row.values[at] for row in shown.rows),
                    look.accent,
                    "bars",
                    colours=colours,
                    labels=tuple(row.texts[at] for row in shown.rows),
                ),
            ),
            # Room to the right of the longest bar for its text, and no scale: each bar says its number.
            Axis(0, (max((row.values[at] for row in shown.rows), default=0) or 1) * 1.35, 0, ""),
            labels,
            rows=len(labels),
            title=measure if len(shown.measures) > 1 else "",
        )
        for at, measure in enumerate(shown.measures)
        if shown.rows
    )


def stacks(shown: Stacks, look: Look) -> tuple[Plot, ...]:
    """Bars of 100 %."""
    tones = {"calm": look.scale[2], "lost": look.lost, "accent": look.accent, "dark": look.ink}
    series = tuple(
        Series(
            part,
            tuple(row.shares[at] for row in shown.rows),
            tones[tone],
            "bars",
            labels=tuple(row.texts[at] if row.shares[at] >= LEAST else "" for row in shown.rows),
        )
        for at, (part, tone) in enumerate(zip(shown.parts, shown.tones, strict=True))
    )
    names = tuple(f"{row.label} (few)" if row.is_grey else row.label for row in shown.rows)
    return (Plot("shares", series, Axis(0, 1, 0.25), names, rows=len(names)),) if names else ()


_NUMBERS = {"points": "0.0", "lines": "#,##0"}


def waterfall(shown: Waterfall, look: Look) -> tuple[Plot, ...]:
    """Stacked bars on a base that is not seen; a step across zero has a part on either side."""
    scale = shown.scale
    ends = [
        (start / scale, (start + step.cents) / scale) for start, step in zip(shown.starts, shown.steps, strict=True)
    ]
    colours = tuple(
        look.accent if step.is_total else look.lost if shown.is_loss(step) else look.context for step in shown.steps
    )
    parts = [_parts(*sorted(pair)) for pair in ends]
    names = (("Base", "hidden"), (shown.noun, "bars"), ("Below zero", "bars"))
    series = tuple(
        Series(name, tuple(part[at] for part in parts), look.accent, form, colours=colours if form == "bars" else ())
        for at, (name, form) in enumerate(names)
        if at < 2 or any(part[at] for part in parts)
    )
    reach = [0.0, *(end for pair in ends for end in pair)]
    number = _NUMBERS.get(shown.unit) or ("$#,##0.00" if max(reach) - min(reach) < 100 else "$#,##0")
    labels = tuple(f"{step.label}  {step.text}" for step in shown.steps)
    return (Plot("stacked", series, axis(min(reach), max(reach), number), labels, rows=len(labels)),) if labels else ()


def _parts(low: float, high: float) -> tuple[float, float, float]:
    """Base, part above zero, part below zero of a bar between two ends."""
    if high <= 0:
        return round(high, 2), 0.0, round(low - high, 2)
    return round(max(low, 0.0), 2), round(high - max(low, 0.0), 2), round(min(low, 0.0), 2)
