"""Wholes cut into parts: bars of 100 %, the parts named once on top."""

from analytics.charts.model import Stack, Stacks
from analytics.report.font import width
from analytics.report.svg.axis import Scale, across
from analytics.report.svg.canvas import SIZE, Pen
from analytics.report.svg.rows import FOOT, Rows, key, key_height, rows, tall_rows

_PALE = 0.35
"""Where cases are few."""
_TONES = {"calm": "scale-2", "lost": "lost", "accent": "accent", "dark": "ink"}


def tall_stacks(stacks: Stacks, wide: float, pen: Pen) -> float:
    return tall_rows(_names(stacks), wide, _head(stacks, wide), FOOT)


def draw_stacks(stacks: Stacks, wide: float, high: float, pen: Pen) -> list[str]:
    placed = rows(_names(stacks), wide, high, head=_head(stacks, wide), foot=FOOT)
    scale = Scale(0, 1, placed.left, placed.right - 8)
    drawn = [
        *key(_key(stacks), wide, pen, is_square=True),
        *across(scale, "rate", placed.top, placed.bottom, pen),
    ]
    for place, row in enumerate(stacks.rows):
        drawn += [*placed.label(place, pen), *_bar(row, place, stacks, placed, scale, pen)]
    return drawn


def _bar(row: Stack, place: int, stacks: Stacks, placed: Rows, scale: Scale, pen: Pen) -> list[str]:
    thick, begun, drawn = placed.thick + 2, 0.0, []
    top = placed.y(place) - thick / 2
    for share, text, tone in zip(row.shares, row.texts, stacks.tones, strict=True):
        colour = _TONES[tone]
        x, across_ = scale.at(begun), scale.at(begun + share) - scale.at(begun)
        drawn.append(pen.rect(x, top, across_, thick, colour, opacity=_PALE if row.is_grey else 1))
        if width(text, SIZE) + 4 <= across_:
            # So pale a ground carries the ink of the paper.
            on = "" if row.is_grey else colour
            drawn.append(pen.text(x + across_ / 2, placed.y(place) + 4, text, anchor="middle", on=on))
        begun += share
    return drawn


def _names(stacks: Stacks) -> list[tuple[str, str]]:
    return [(row.label, "") for row in stacks.rows]


def _key(stacks: Stacks) -> list[tuple[str, str]]:
    return [(_TONES[tone], part) for tone, part in zip(stacks.tones, stacks.parts, strict=True)]


def _head(stacks: Stacks, wide: float) -> float:
    return key_height(_key(stacks), wide) + 4
