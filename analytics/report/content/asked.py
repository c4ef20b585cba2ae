"""What report is asked for, as one hashable value."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from analytics.charts.comparable import later
from analytics.metrics.view import View


@dataclass(frozen=True)
class Asked:
    """A month and how to count it; `filters` carries payers, providers, … and the definition, its period is unused.

    `compare` is the month that the report compares with; without one it is the month before.
    """

    month: date
    basis: str = "answer"
    filters: View = field(default_factory=View)
    title: str = ""
    targets: tuple[tuple[str, float], ...] = ()
    compare: date | None = None
    logo: bytes | None = None

    @property
    def against(self) -> date:
        """The month compared with."""
        return self.compare or later(self.month, -1)

    @property
    def year_ago(self) -> date:
        return later(self.month, -12)

    def view(self, start: date | None = None, end: date | None = None, basis: str | None = None) -> View:
        """The filters over some months; without months over all."""
        return replace(self.filters, start=start, end=end, basis=basis or self.basis)

    @property
    def month_view(self) -> View:
        return self.view(self.month, self.month)

    def scope(self) -> dict[str, Any]:
        """What two reports must share to be held against each other: basis, definition and filters."""
        lists = {name: value for name, value in self.view().filters().items() if isinstance(value, list)}
        return {"basis": self.basis, "definition": self.filters.definition, "filters": lists}

    def as_json(self) -> str:
        """All that was asked, in one order; of a logo its fingerprint."""
        logo = hashlib.sha256(self.logo).hexdigest() if self.logo else None
        more = {"month": f"{self.month:%Y-%m}", "compare": f"{self.compare:%Y-%m}" if self.compare else None}
        own = {"title": self.title, "targets": [list(one) for one in self.targets], "logo": logo}
        return json.dumps({**self.scope(), **more, **own}, sort_keys=True, ensure_ascii=False)


def scope_of(asked: str) -> dict[str, Any]:
    """Basis, definition and filters of what was asked before."""
    kept: dict[str, Any] = json.loads(asked)
    return {name: kept.get(name) for name in ("basis", "definition", "filters")}
