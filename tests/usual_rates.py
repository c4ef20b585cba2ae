"""A second engine for what a payer usually allows (meanings 25): plain Python over drawn lines, one at a time.

It knows nothing of the queries: no histogram, no table, only the lines of a payer and the words of the rule."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

CENT, FINE = Decimal("0.01"), Decimal("0.0001")
ENOUGH, QUARTERS = 20, 4


@dataclass(frozen=True)
class Line:
    """One answered line: whose it is, when, and what was allowed for how many units."""

    claim: str
    payer: str
    code: str
    day: date
    units: int
    charge: Decimal
    allowed: Decimal
    fee: Decimal | None
    is_npp: bool = False
    is_facility: bool = False
    is_repeat: bool = False

    @property
    def likeness(self) -> tuple[object, ...]:
        return self.payer, self.code, self.is_npp, self.is_facility, self.is_repeat

    @property
    def quarter(self) -> int:
        return self.day.year * 4 + (self.day.month - 1) // 3

    @property
    def price(self) -> Decimal:
        """Allowed per unit, a drug's to a hundredth of a cent."""
        return (self.allowed / self.units).quantize(FINE if self.code.startswith("J") else CENT, ROUND_HALF_UP)

    @property
    def share(self) -> Decimal | None:
        """The same as a share of the Medicare fee, to 0.1 %."""
        return (self.price / self.fee).quantize(Decimal("0.001"), ROUND_HALF_UP) if self.fee else None


def first_day(quarter: int) -> date:
    return date(quarter // 4, quarter % 4 * 3 + 1, 1)


def usual_price(values: Sequence[Decimal]) -> Decimal | None:
    """The most frequent value of at least half of them; of two as frequent the lower."""
    if not values:
        return None
    value, count = min(Counter(values).items(), key=lambda item: (-item[1], item[0]))
    return value if count * 2 >= len(values) else None


def expected(line: Line, lines: Iterable[Line], accepted: date | None = None) -> Decimal | None:
    """What a line was expected to bring by its payer's own past; None where that says nothing."""
    since = accepted if accepted and line.day >= accepted else date.min
    past: dict[int, list[Line]] = {}
    for one in lines:
        if one.likeness == line.likeness and first_day(one.quarter) >= since:
            past.setdefault(one.quarter, []).append(one)
    dollars = _highest(line.quarter, past, "price")
    share = _highest(line.quarter, past, "share")
    if dollars is None and share is None:
        return None
    if share is None or line.fee is None:
        assert dollars is not None
        rate, reference = dollars
    else:
        of_fee = share[0] * line.fee
        if dollars is not None and dollars[0] - of_fee < dollars[0] / 1000:
            rate, reference = dollars
        else:
            rate, reference = of_fee.quantize(CENT, ROUND_HALF_UP), share[1]
    if any(_is_habit(line, past.get(quarter, [])) for quarter in (reference, reference - 1, reference - 2)):
        rate = line.price
    return min(line.charge, (rate * line.units).quantize(CENT, ROUND_HALF_UP))


def _highest(quarter: int, past: dict[int, list[Line]], kind: str) -> tuple[Decimal, int] | None:
    """The highest usual value of the four quarters before, and the earliest quarter that has it."""
    found: list[tuple[Decimal, int]] = []
    for one in range(quarter - QUARTERS, quarter):
        values: list[Decimal] = []
        for back in range(QUARTERS):
            values += [getattr(line, kind) for line in past.get(one - back, []) if getattr(line, kind) is not None]
            if len(values) >= ENOUGH:
                break
        usual = usual_price(values) if len(values) >= ENOUGH else None
        if usual is not None:
            found.append((usual, one))
    return min(found, key=lambda item: (-item[0], item[1])) if found else None


def _is_habit(line: Line, like: Sequence[Line]) -> bool:
    """A price of at least every tenth line of a quarter, or any of one with few lines; in dollars or as a share."""
    same_price = sum(one.price == line.price for one in like)
    same_share = sum(one.share == line.share for one in like) if line.share is not None else 0
    fewest = 1 if len(like) < ENOUGH else len(like) / 10
    return max(same_price, same_share) >= fewest
