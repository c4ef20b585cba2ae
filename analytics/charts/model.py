"""A chart as a value: what it says and what it shows, described once and drawn by figures, reports and slides."""

from dataclasses import dataclass
from datetime import date
from itertools import accumulate


@dataclass(frozen=True)
class Step:
    """One step of a waterfall in cents: a total stands from zero, a change from where the one before ended.

    In a waterfall of points `cents` are hundredths of a percentage point, in one of lines their number; `key` is what a
    click on the step gives.
    """

    label: str
    cents: int
    text: str
    hover: str
    is_total: bool = False
    key: str = ""


@dataclass(frozen=True)
class Waterfall:
    """Steps that add up; the equation says so in words. `unit`: cents, or points (of a share)."""

    steps: tuple[Step, ...]
    equation: str
    unit: str = "cents"  # cents | points | lines

    @property
    def noun(self) -> str:
        """What a step's number counts."""
        return {"cents": "Dollars", "points": "Points", "lines": "Lines"}[self.unit]

    @property
    def scale(self) -> int:
        """What a step's number is divided by to be dollars, points or lines."""
        return 1 if self.unit == "lines" else 100

    def is_loss(self, step: Step) -> bool:
        """Money that goes away, or denials that are more."""
        return step.cents > 0 if self.unit == "points" else step.cents < 0 and self.unit == "cents"

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each step begins, in cents: a total at zero, a change at the running sum."""
        running = accumulate((0 if step.is_total else step.cents for step in self.steps), initial=0)
        base = next((step.cents for step in self.steps if step.is_total), 0)
        return tuple(0 if step.is_total else base + sum_ for step, sum_ in zip(self.steps, running, strict=False))


@dataclass(frozen=True)
class Point:
    """One month of a trend. `role`: focus, context (outside the chosen months) or immature (not comparable).

    `is_signal`: part of what the title calls out, such as a month outside the limits.
    """

    month: date
    value: float | None
    low: float | None
    high: float | None
    role: str
    hover: str
    is_signal: bool = False


@dataclass(frozen=True)
class Limit:
    """The centre in one month, and the limits that chance alone would keep (None where months are too few)."""

    month: date
    centre: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Trend:
    """A line with points and intervals; immature months are hatched and dashed, limits are a pale band.

    `shifts`: the months from which on there is a new level, and what is said of it. `target` is the user's own line.
    """

    points: tuple[Point, ...]
    unit: str
    level: float | None = None
    level_label: str = ""
    limits: tuple[Limit, ...] = ()
    shifts: tuple[tuple[date, str], ...] = ()
    target: float | None = None
    target_label: str = ""

    @property
    def has_band(self) -> bool:
        return any(limit.high is not None for limit in self.limits)


@dataclass(frozen=True)
class Bar:
    """One row of a Pareto: its key for clicks, its label and one number, text and hover per measure."""

    key: str
    label: str
    values: tuple[float, ...]
    texts: tuple[str, ...]
    hover: str
    is_focus: bool = False


@dataclass(frozen=True)
class Bars:
    """Horizontal bars from zero, one panel per measure, all in the same order."""

    measures: tuple[str, ...]
    rows: tuple[Bar, ...]


@dataclass(frozen=True)
class Cell:
    """One cell of a heat map.

    `role`: ok, grey (few lines), few (too few for a rate), chance (not beyond it), below (the others) or empty.
    """

    value: float | None
    text: str
    hover: str
    role: str = "ok"


@dataclass(frozen=True)
class Heat:
    """Rows by columns, each cell with its printed value; keys of the rows for clicks; long column names are tilted."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    high: float
    keys: tuple[str, ...] = ()
    low: float = 0.0
    is_good_high: bool = False
    is_tilted: bool = False


@dataclass(frozen=True)
class Dot:
    """One rate with its interval, in the hue of its payer class if it has one; `is_grey` where the lines are few."""

    key: str
    label: str
    payer_class: str
    value: float
    low: float
    high: float
    text: str
    hover: str
    is_grey: bool = False


@dataclass(frozen=True)
class Dots:
    """Rates with intervals, sorted by size, and the rate of all together as a line."""

    rows: tuple[Dot, ...]
    level: float | None
    level_label: str


@dataclass(frozen=True)
class Strip:
    """How single values of a group lie: from low to high eight of ten, between the quarters half, and the middle."""

    key: str
    label: str
    payer_class: str
    low: float
    quarter: float
    middle: float
    three_quarters: float
    high: float
    text: str
    hover: str
    is_grey: bool = False


@dataclass(frozen=True)
class Strips:
    """Distributions below each other, and one value that they are held against."""

    rows: tuple[Strip, ...]
    level: float | None
    level_label: str


@dataclass(frozen=True)
class Stack:
    """One whole cut into parts: shares of 1 in the order of the parts, and what each says."""

    key: str
    label: str
    shares: tuple[float, ...]
    texts: tuple[str, ...]
    hovers: tuple[str, ...]
    is_grey: bool = False


@dataclass(frozen=True)
class Stacks:
    """Wholes below each other, cut into the same parts; tones: calm, lost, accent, dark."""

    parts: tuple[str, ...]
    tones: tuple[str, ...]
    rows: tuple[Stack, ...]


@dataclass(frozen=True)
class Spot:
    """One unit of a funnel: how many cases, which rate, beyond the limits or not; `is_grey` where cases are few."""

    key: str
    label: str
    n: int
    value: float
    hover: str
    is_beyond: bool = False
    is_grey: bool = False


@dataclass(frozen=True)
class Funnel:
    """Rates by size around a common level; limits are (n, low, high) for 95 % and 99.8 %."""

    spots: tuple[Spot, ...]
    level: float
    inner: tuple[tuple[float, float, float], ...]
    outer: tuple[tuple[float, float, float], ...]
    size: str


@dataclass(frozen=True)
class Curve:
    """How a share grows with the days: (days, share, hover) where it changes; days that are called out, and why."""

    points: tuple[tuple[int, float, str], ...]
    called: tuple[tuple[int, str], ...] = ()


Marks = Curve | Trend | Bars | Heat | Dots | Strips | Waterfall | Stacks | Funnel


@dataclass(frozen=True)
class Chart:
    """`title` is the finding, `subtitle` what is drawn, `alt` the finding for those who cannot see it."""

    title: str
    subtitle: str
    alt: str
    marks: Marks
