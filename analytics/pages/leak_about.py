"""Which question the leakage page answers, and what its numbers rest on."""

from dataclasses import dataclass

from analytics.charts.comparable import Scope, in_months, span_of
from analytics.metrics.view import View
from analytics.pages.about import about, command
from analytics.pages.session import At


@dataclass(frozen=True)
class Asked:
    """The data, the filters as chosen, and the months of them that may be compared."""

    at: At
    view: View
    scope: Scope

    @property
    def span(self) -> str:
        """The months of the ledger in words."""
        return in_months(self.scope.view)

    @property
    def against(self) -> str:
        """The months compared with."""
        before = span_of(self.scope.before) if self.scope.before else None
        return f"vs {before}" if before else ""


def leak_about(asked: Asked) -> dict[str, str]:
    """The ledger knows no definition of denied; its command is another one."""
    kept = {name: said for name, said in about(asked.at, asked.scope).items() if name != "Denied means"}
    said = command(asked.scope.view).replace("metrics", "leaks", 1)
    definition = f" --definition {asked.scope.view.definition}"
    if asked.at.stood:
        return {name: its for name, its in kept.items() if name != "Same numbers"}
    return {**kept, "Same numbers": f"reimburse {said.replace(definition, '', 1)}"}


def work_about(asked: Asked) -> dict[str, str]:
    """Work is asked of all months."""
    return {**leak_about(asked), "Worklist": "all months: work does not ask in which one the service was"}
