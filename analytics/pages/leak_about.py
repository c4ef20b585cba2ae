"""Which question the leakage page answers, and what its numbers rest on."""

from dataclasses import dataclass

from analytics import words
from analytics.charts.comparable import Scope
from analytics.metrics.view import View
from analytics.pages.about import about, command
from analytics.pages.visit import At


@dataclass(frozen=True)
class Asked:
    """The data, the filters as chosen, and the months of them that may be compared."""

    at: At
    view: View
    scope: Scope

    @property
    def span(self) -> str:
        """The months of the ledger in words."""
        start, end = self.scope.view.start, self.scope.view.end
        return f"in {words.span(start, end)}" if start and end else "in the chosen months"

    @property
    def against(self) -> str:
        """The months compared with."""
        before = self.scope.before
        return f"vs {words.span(before.start, before.end)}" if before and before.start and before.end else ""


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
