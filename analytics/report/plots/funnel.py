"""A funnel as a scatter: rates by size, and the limits that chance alone would keep as lines."""

from collections.abc import Sequence

from analytics.charts.colours import Look
from analytics.charts.model import Funnel, Spot
from analytics.report.office.plot import Plot, Series, axis, longest_first


def funnel(shown: Funnel, look: Look) -> tuple[Plot, ...]:
    """One plot, or none without a unit."""
    if not shown.spots:
        return ()
    wide = max(max(spot.n for spot in shown.spots), *(n for n, *_ in shown.inner), 1)
    least = min(spot.n for spot in shown.spots)
    top = max([spot.value for spot in shown.spots] + [high for n, _, high in shown.outer if n >= least] + [0.05])
    lines = [
        *_limits("99.8 % of chance", shown.outer, "thin", look),
        *_limits("95 % of chance", shown.inner, "dash", look),
        Series(
            "All together", (shown.level, shown.level), look.muted, "dash", xs=(shown.inner[0][0], shown.inner[-1][0])
        ),
    ]
    across = axis(0, wide, "#,##0", shown.size)
    return (
        Plot("scatter", longest_first((*lines, *_spots(shown.spots, look))), axis(0, min(top, 1.0)), across=across),
    )


def _limits(name: str, limits: Sequence[tuple[float, float, float]], form: str, look: Look) -> list[Series]:
    sizes = tuple(n for n, *_ in limits)
    return [
        Series(name, tuple(one[side] for one in limits), look.context, form, xs=sizes, is_named=side == 1)
        for side in (1, 2)
    ]


def _spots(spots: Sequence[Spot], look: Look) -> list[Series]:
    kinds = (
        ("Beyond chance", look.lost, [spot for spot in spots if spot.is_beyond]),
        ("Within chance", look.accent, [spot for spot in spots if not spot.is_beyond and not spot.is_grey]),
        ("Few cases", look.context, [spot for spot in spots if not spot.is_beyond and spot.is_grey]),
    )
    return [
        Series(
            name,
            tuple(spot.value for spot in mine),
            colour,
            "dots",
            xs=tuple(float(spot.n) for spot in mine),
            # Only what stands out is named: the others would write over each other.
            labels=tuple(spot.label for spot in mine) if name == "Beyond chance" else (),
        )
        for name, colour, mine in kinds
        if mine
    ]
