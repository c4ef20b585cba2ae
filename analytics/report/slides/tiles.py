"""The figures of the front page as tiles: value, what it moved, how sure it is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from analytics.charts.colours import LIGHT
from analytics.report.model import Change, Kpi
from analytics.report.pptx.layout import LEFT, TOP, WIDE
from analytics.report.pptx.text import Box, Said, bare, colour, say
from analytics.report.slides.measure import height, size_that_fits

ACROSS, DOWN = 4, 2
GAP, TALL = 0.22, 2.44
ARROWS = {"up": "▲", "down": "▼", "off": "–"}
TONES = {"better": "#00694e", "worse": LIGHT.lost, "grey": LIGHT.muted}
"""Never the only sign: the words say better and worse, too."""


def leaves(kpis: Sequence[Kpi]) -> list[Sequence[Kpi]]:
    """As many as a slide holds."""
    return [kpis[at : at + ACROSS * DOWN] for at in range(0, len(kpis), ACROSS * DOWN)]


def add_tiles(slide: Any, kpis: Sequence[Kpi]) -> None:
    """A grid of tiles, each one shape."""
    across = min(ACROSS, len(kpis)) if len(kpis) != 5 and len(kpis) != 6 else 3
    wide = (WIDE - GAP * (across - 1)) / across
    for at, kpi in enumerate(kpis):
        down, right = divmod(at, across)
        _tile(slide, kpi, Box(LEFT + right * (wide + GAP), TOP + down * (TALL + GAP), wide, TALL))


def _tile(slide: Any, kpi: Kpi, box: Box) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu)
    shape.name = kpi.label[:100]
    # The theme's own style would add a shadow and white text.
    shape._element.remove(shape._element.find(qn("p:style")))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour("#f7f8fb")
    shape.line.color.rgb, shape.line.width = colour(LIGHT.line), Pt(0.75)
    bare(shape.text_frame, 0.14)
    say(shape.text_frame, _said(kpi, box.width - 0.28))
    shape._element.nvSpPr.cNvPr.set("descr", f"{kpi.label}: {kpi.value}. {kpi.words}")


def _said(kpi: Kpi, room: float) -> list[Said]:
    label = size_that_fits(kpi.label, (13.0, 12.0, 11.0, 10.0), room, 0.4)
    value = size_that_fits(kpi.value, (32.0, 28.0, 24.0, 20.0, 16.0, 12.0), room, 0.58, is_bold=True)
    said = [Said(kpi.label, label, LIGHT.muted), Said(kpi.value, value, is_bold=True, gap=3)]
    small = [Said(kpi.certainty, 11, LIGHT.muted)] if kpi.certainty else []
    small += [_change(change, at) for at, change in enumerate(kpi.changes)]
    small += [Said(f"Target {kpi.target}", 11, LIGHT.accent, gap=5)] if kpi.target else []
    # What is left of the tile below label and value; long words of a user's own are set smaller.
    left = TALL - 0.28 - sum(height(one.text, one.size, room, is_bold=one.is_bold) for one in said) - 0.1
    size = next((size for size in (11, 10, 9, 8) if _tall(small, size, room) <= left), 8)
    return said + [replace(one, size=size) for one in small]


def _tall(said: Sequence[Said], size: float, room: float) -> float:
    return sum(height(one.text, size, room) + one.gap / 72 for one in said)


def _change(change: Change, at: int) -> Said:
    arrow = ARROWS.get(change.direction, ARROWS["off"])
    word = f", {change.tone}" if change.tone != "grey" else ""
    text = f"{arrow} vs {change.against}: {change.text}{word}"
    return Said(text, 11, TONES.get(change.tone, LIGHT.muted), gap=7 if not at else 3)
