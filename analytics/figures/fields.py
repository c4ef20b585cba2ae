"""A heat map whose cells print their value; few lines are grey, nothing is hatched and never zero."""

from html import escape
from typing import Any

from analytics.charts.colours import Look, ink_on
from analytics.charts.model import Cell, Funnel, Heat
from analytics.figures.axes import Drawing, gridded, quiet
from analytics.figures.rows import points

ROW = 46
TILTED = 128
"""Room above for tilted names."""
SIDE, HALF = 0.46, 0.3
"""Half the width and the height of a tile without colour, in columns and rows."""


def draw_heat(heat: Heat, look: Look) -> Drawing:
    places, columns = list(range(len(heat.rows))), list(range(len(heat.columns)))
    top = TILTED if heat.is_tilted else 40
    layout = {
        "height": ROW * len(heat.rows) + top + 6,
        "margin": {"l": 2, "r": 60 if heat.is_tilted else 2, "t": top, "b": 2},
        "clickmode": "event+select",
        "shapes": [_square(column, place, look) for column, place in _at(heat, "grey", "few", "chance", "below")],
        "bargap": 0,
        "xaxis": quiet(
            look,
            side="top",
            tickvals=columns,
            ticktext=list(heat.columns),
            range=[-0.5, len(columns) - 0.5],
            **({"tickangle": -38} if heat.is_tilted else {}),
        ),
        "yaxis": quiet(look, showticklabels=False, range=[len(places) - 0.5, -0.9], automargin=False),
        "annotations": [_label(row, place, look) for place, row in enumerate(heat.rows)],
    }
    traces = [_tiles(heat, look, columns, places), _hatched(heat, look), _texts(heat, look), _targets(heat)]
    return Drawing(traces, layout)


def _tiles(heat: Heat, look: Look, columns: list[int], places: list[int]) -> dict[str, Any]:
    shown = [[cell.value if cell.role == "ok" else None for cell in row] for row in heat.cells]
    scale = tuple(reversed(look.scale)) if heat.is_good_high else look.scale
    # Steps, not a slope: each cell has exactly a colour that its text was chosen for.
    steps = [[(at + end) / len(scale), colour] for at, colour in enumerate(scale) for end in (0, 1)]
    return {
        "type": "heatmap",
        "x": columns,
        "y": places,
        "z": shown,
        "zmin": heat.low,
        "zmax": heat.high or 1,
        "colorscale": steps,
        "showscale": False,
        "xgap": 2,
        "ygap": 19,
        "hoverinfo": "skip",
    }


def _texts(heat: Heat, look: Look) -> dict[str, Any]:
    cells = [(column, place, cell) for place, row in enumerate(heat.cells) for column, cell in enumerate(row)]
    return {
        "type": "scatter",
        "x": [column for column, _, _ in cells],
        "y": [place for _, place, _ in cells],
        "mode": "text",
        "text": [escape(cell.text) for _, _, cell in cells],
        "textfont": {"size": 12, "color": [_ink(cell, heat, look) for _, _, cell in cells]},
        "hoverinfo": "skip",
    }


def _targets(heat: Heat) -> dict[str, Any]:
    """What pointer and click meet: a heat map's own tiles cannot be chosen."""
    cells = [(column, place, cell) for place, row in enumerate(heat.cells) for column, cell in enumerate(row)]
    clear = {"marker": {"color": "rgba(0,0,0,0)", "opacity": 1}}
    return {
        "type": "scatter",
        "x": [column for column, _, _ in cells],
        "y": [place for _, place, _ in cells],
        "mode": "markers",
        "marker": {"size": 26, "symbol": "square", "color": "rgba(0,0,0,0)"},
        "customdata": [heat.keys[place] if heat.keys else "" for _, place, _ in cells],
        "hovertext": [escape(cell.hover) for _, _, cell in cells],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": clear,
        "unselected": clear,
    }


def _ink(cell: Cell, heat: Heat, look: Look) -> str:
    """Quiet where there is no colour, else what is read best on it."""
    if cell.role != "ok" or cell.value is None:
        return look.muted
    return ink_on(look.shade(cell.value, heat.low, heat.high, is_good_high=heat.is_good_high))


def _at(heat: Heat, *roles: str) -> list[tuple[int, int]]:
    """Column and row of the cells of these roles."""
    return [
        (column, place) for place, row in enumerate(heat.cells) for column, cell in enumerate(row) if cell.role in roles
    ]


def _hatched(heat: Heat, look: Look) -> dict[str, Any]:
    empty = _at(heat, "empty")
    return {
        "type": "bar",
        "x": [column for column, _ in empty],
        "y": [2 * HALF for _ in empty],
        "base": [place - HALF for _, place in empty],
        "width": [2 * SIDE for _ in empty],
        "marker": {
            "color": "rgba(0,0,0,0)",
            "line": {"width": 0},
            "pattern": {"shape": "/", "fgcolor": look.line, "bgcolor": "rgba(0,0,0,0)", "size": 6, "solidity": 0.3},
        },
        "hoverinfo": "skip",
    }


def _square(column: int, place: int, look: Look) -> dict[str, Any]:
    """A pale frame where there is no coloured tile."""
    return {
        "type": "rect",
        "x0": column - SIDE,
        "x1": column + SIDE,
        "y0": place - HALF,
        "y1": place + HALF,
        "line": {"color": look.line, "width": 1},
        "layer": "below",
    }


def _label(row: str, place: int, look: Look) -> dict[str, Any]:
    return {
        "x": 0,
        "y": place - 0.49,
        "xref": "paper",
        "yref": "y",
        "xanchor": "left",
        "yanchor": "middle",
        "text": escape(row),
        "showarrow": False,
        "font": {"color": look.ink, "size": 12},
    }


HEIGHT = 320


def draw_funnel(funnel: Funnel, look: Look) -> Drawing:
    colours = [look.lost if spot.is_beyond else look.context if spot.is_grey else look.accent for spot in funnel.spots]
    marks = points(
        [spot.n for spot in funnel.spots],
        [spot.value for spot in funnel.spots],
        colours,
        [spot.key for spot in funnel.spots],
        [spot.hover for spot in funnel.spots],
    )
    named = [_name(spot.label, spot.n, spot.value, look) for spot in funnel.spots if spot.is_beyond]
    limits = [*_limits(funnel.inner, "dot", look), *_limits(funnel.outer, "solid", look)]
    layout = {
        "height": HEIGHT,
        "margin": {"l": 8, "r": 8, "t": 16, "b": 8},
        "clickmode": "event+select",
        "hovermode": "closest",
        "xaxis": gridded(look, rangemode="tozero", title={"text": funnel.size, "font": {"size": 12}}, nticks=8),
        "yaxis": gridded(look, tickformat=".0%", range=[0, _top(funnel)], nticks=6),
        "annotations": named,
    }
    return Drawing([*limits, _level(funnel, look), marks], layout)


def _top(funnel: Funnel) -> float:
    """High enough for every unit and for the limits but those of the very smallest sizes."""
    most = max(spot.value for spot in funnel.spots) * 1.15
    wide = [high for n, _, high in funnel.outer if n >= min(spot.n for spot in funnel.spots)]
    return min(1.02, max(most, *wide, 0.05))


def _limits(limits: tuple[tuple[float, float, float], ...], dash: str, look: Look) -> list[dict[str, Any]]:
    return [_line([n for n, *_ in limits], [one[side] for one in limits], dash, look.context) for side in (1, 2)]


def _level(funnel: Funnel, look: Look) -> dict[str, Any]:
    reach = [n for n, *_ in funnel.inner]
    return _line([reach[0], reach[-1]], [funnel.level] * 2, "dash", look.muted)


def _line(x: list[float], y: list[float], dash: str, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {"color": colour, "width": 1, "dash": dash},
        "hoverinfo": "skip",
    }


def _name(label: str, n: int, value: float, look: Look) -> dict[str, Any]:
    return {
        "x": n,
        "y": value,
        "text": label,
        "showarrow": False,
        "xanchor": "center",
        "yanchor": "bottom",
        "yshift": 8,
        "font": {"color": look.ink, "size": 12},
    }
