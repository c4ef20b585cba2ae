"""How well two sides agree on who is in a rule: the counts behind precision and recall, and what was missed."""

from collections import Counter
from dataclasses import dataclass
from typing import Any


@dataclass
class Confusion:
    """Lines per rule that the world and the product agree or disagree on."""

    both: Counter[str]
    only_planted: Counter[str]
    only_found: Counter[str]
    examples: list[tuple[str, str, Any]]

    def add(self, rule: str, *, planted: bool, found: bool, about: object) -> None:
        if planted and found:
            self.both[rule] += 1
        elif planted or found:
            (self.only_planted if planted else self.only_found)[rule] += 1
            self.examples.append((rule, "missed" if planted else "wrong", about))

    def rules(self) -> list[str]:
        return sorted({*self.both, *self.only_planted, *self.only_found})

    def recall(self, rule: str) -> float:
        return self.both[rule] / max(1, self.both[rule] + self.only_planted[rule])

    def precision(self, rule: str) -> float:
        return self.both[rule] / max(1, self.both[rule] + self.only_found[rule])

    def table(self) -> str:
        rows = [f"{'rule':<28} planted  found   both  precision  recall"]
        for rule in self.rules():
            planted, found = self.both[rule] + self.only_planted[rule], self.both[rule] + self.only_found[rule]
            rates = f"{self.precision(rule):>9.3f}  {self.recall(rule):>6.3f}"
            rows.append(f"{rule:<28} {planted:>7}  {found:>5}  {self.both[rule]:>5}  {rates}")
        return "\n".join(rows)


def nothing_confused() -> Confusion:
    return Confusion(Counter(), Counter(), Counter(), [])
