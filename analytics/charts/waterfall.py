"""Steps that add up: what a waterfall is made of."""

from dataclasses import dataclass
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
