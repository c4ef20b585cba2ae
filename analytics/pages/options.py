"""What the filters offer: names that people know, and the ids behind them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics import reference, words

KINDS = {"payer_class": "class", "payer": "payer", "provider": "provider", "place": "place", "drug": "drug"}
"""Kinds of choices, and the URL key of each."""


@dataclass(frozen=True)
class Options:
    """Per URL key the names offered and their ids, most frequent first; the months of the data, and of its answers."""

    names: dict[str, dict[str, str]]
    months: tuple[date, ...]
    answered: tuple[date, ...] = ()

    def ids(self, key: str, chosen: Iterable[str]) -> tuple[str, ...]:
        """The ids of names that are offered; others are dropped."""
        offered = self.names[key]
        return tuple(offered[name] for name in chosen if name in offered)


def options_of(choices: pl.DataFrame) -> Options:
    """The options in one store's choices."""
    places = {row["code"]: row["label"] for row in reference.place_of_service().iter_rows(named=True)}
    drugs = {row["code"]: row["label"] for row in reference.drug().iter_rows(named=True)}
    names = {}
    for kind, key in KINDS.items():
        rows = choices.filter(pl.col("kind") == kind).iter_rows(named=True)
        said = {row["value"]: _said(kind, row["value"], row["name"], places, drugs) for row in rows}
        twice = Counter(said.values())
        names[key] = {name if twice[name] == 1 else f"{name} ({id_})": id_ for id_, name in said.items()}
    days = choices.filter(pl.col("kind").is_in(["service_month", "answer_month"]))["value"].unique().sort()
    answered = choices.filter(pl.col("kind") == "answer_month")["value"].unique().sort()
    return Options(names, _dates(days), _dates(answered))


def _dates(months: pl.Series) -> tuple[date, ...]:
    return tuple(date.fromisoformat(f"{month}-01") for month in months)


def _said(kind: str, value: str, name: str | None, places: dict[str, str], drugs: dict[str, str]) -> str:
    if kind == "payer_class":
        return words.payer_class(value)
    if kind == "place":
        return f"{value} {places[value]}" if value in places else value
    if kind == "drug":
        return {"several": "Several drugs", "none": "No drug line"}.get(
            value
        ) or f"{value} {drugs.get(value, '')}".strip()
    return words.name(name or value)
