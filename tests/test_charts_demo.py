"""The practice of the demo: the payer that was made worse is found in its month, and no other is named."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from analytics.charts.comparable import later
from analytics.charts.control import payer_signals
from analytics.demo import write_demo
from analytics.facts import open_facts
from analytics.ingest.run import ingest
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import Group, answers
from analytics.store import Store

MONTHS, ENCOUNTERS = 24, 12_000
"""The practice that `reimburse demo` shows."""


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, dict[str, str]], Sequence[Group]]:
    """What was planted, and every metric by payer and month."""
    folder: Path = tmp_path_factory.mktemp("practice")
    made = write_demo(folder, months=MONTHS, encounters=ENCOUNTERS)
    store = Store.create(folder / "store")
    ingest([made.folder], store)
    facts = open_facts(store)
    truth = json.loads(made.truth_path.read_text(encoding="utf-8"))
    return truth["planted"], answers(facts.cursor(), View(), ("payer", "month"), as_of=facts.as_of)


def test_the_planted_payer_is_found_in_its_month_and_no_other(
    practice: tuple[dict[str, dict[str, str]], Sequence[Group]],
) -> None:
    planted, by_month = practice[0]["worsening"], practice[1]
    names = {group.key["payer_id"]: group.key["payer_name"] for group in by_month}
    found = {
        names[payer]: (days[signal.start], signal.side) for payer, (days, signal) in payer_signals(by_month).items()
    }
    assert list(found) == [planted["payer"]]
    day, side = found[planted["payer"]]
    month = date.fromisoformat(f"{planted['month']}-01")
    assert later(month, -1) <= day <= later(month, 1)
    assert side == 1


def test_before_its_month_nobody_is_named(practice: tuple[dict[str, dict[str, str]], Sequence[Group]]) -> None:
    planted, by_month = practice[0]["worsening"], practice[1]
    quiet = later(date.fromisoformat(f"{planted['month']}-01"), -1)
    assert payer_signals(by_month, end=quiet) == {}


def test_only_the_payer_that_cuts_visits_cuts_them_and_from_its_month_on(
    practice: tuple[dict[str, dict[str, str]], Sequence[Group]],
) -> None:
    """It names no code for it: what it allows with 25 and without shows it, from ten visits of each on."""
    planted = practice[0]["visit_cut"]
    reduced = {
        (group.key["payer_name"], str(group.key["month"])[:7])
        for group in practice[1]
        if group.metrics["em_reduced_dollars"].value
    }
    assert {payer for payer, _ in reduced} == {planted["payer"]}
    assert len(reduced) >= 6
    assert min(month for _, month in reduced) >= planted["month"]
