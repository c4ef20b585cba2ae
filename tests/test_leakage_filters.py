"""The leak ledger under every filter and by every way: the same sums, and groups that add up to the whole."""

from dataclasses import replace
from decimal import Decimal
from itertools import chain, combinations

import once
import polars as pl
import pytest

from analytics.export import exported
from analytics.facts import Facts, open_facts, read_facts
from analytics.metrics import KEYS, View
from analytics.metrics.leakage import flag_counts, ledgers
from analytics.store import Store, StoreError


@pytest.fixture(scope="module")
def demo() -> Facts:
    return open_facts(Store.open(once.demo(8, 700, 3) / "store"))


def filters(facts: Facts) -> list[View]:
    """Each filter alone and every two of them, on both bases."""
    ledger = pl.read_parquet(facts.snapshot.built["ledger"])
    columns = {"payer_classes": "payer_class", "payers": "payer_id", "providers": "rendering_npi"}
    columns |= {"places": "place_of_service", "drugs": "drug"}
    common = {name: tuple(ledger[column].drop_nulls().mode().sort()[:1]) for name, column in columns.items()}
    months = ledger["service_month"].unique().sort()
    chosen: dict[str, object] = {**common, "start": months[2], "end": months[5], "basis": "answer"}
    sets = chain.from_iterable(combinations(chosen, size) for size in range(3))
    return [View(**{name: chosen[name] for name in names}) for names in sets]  # type: ignore[arg-type]


def test_the_equation_holds_under_every_filter_and_by_every_way(demo: Facts) -> None:
    """The ledger's sums, its classes and the exports are one and the same."""
    for view in filters(demo):
        (whole,) = ledgers(demo.cursor(), view)
        total = whole.total
        leak, ledger = exported(demo, "leak", view), exported(demo, "ledger", view)
        cents = int((leak["amount"].sum() or 0) * 100)
        assert total["expected_cents"] - total["received_cents"] + total["overpaid_cents"] == total["leak_cents"]
        assert total["leak_cents"] == cents == whole.classes["amount_cents"].sum()
        assert total["leak_cents"] == whole.headline["leak_cents"] + whole.drugs["leak_cents"]
        assert total["valued"] + total["open"] + total["not_valued"] == ledger.height
        assert flag_counts(demo.cursor(), view)["count"].sum() == exported(demo, "flag", view).height


@pytest.mark.parametrize("by", [(key,) for key in KEYS] + [("month", "payer"), ("payer_class", "drug")])
def test_groups_add_up_to_the_whole(demo: Facts, by: tuple[str, ...]) -> None:
    (whole,) = ledgers(demo.cursor(), View())
    groups = ledgers(demo.cursor(), View(), by)
    assert len(groups) > 1
    for name, value in whole.total.items():
        assert sum(group.total[name] for group in groups) == value, name
    for group in groups:
        total = group.total
        assert total["expected_cents"] - total["received_cents"] + total["overpaid_cents"] == total["leak_cents"]
        assert total["leak_cents"] == group.classes["amount_cents"].sum()


def test_value_is_the_amount_less_the_cost_of_working_it(demo: Facts) -> None:
    leak = exported(demo, "leak", View(), work_cost_cents=1_000)
    worked = leak.filter("is_workable")
    assert (worked["amount"] - worked["net_value"]).unique().to_list() == [Decimal("10.00")]
    assert leak.filter(~pl.col("is_workable"))["net_value"].is_null().all(), "too late, or never recoverable"
    (whole,) = ledgers(demo.cursor(), View(), work_cost_cents=1_000)
    gain = worked.filter(pl.col("net_value") > 0)["net_value"]
    assert whole.classes["worth_cents"].sum() == int(gain.sum() * 100)
    assert whole.classes["worth_count"].sum() == gain.len()


def test_a_line_is_in_the_ledger_once(demo: Facts) -> None:
    ledger = pl.read_parquet(demo.snapshot.built["ledger"])
    assert not ledger["line_id"].drop_nulls().is_duplicated().any()
    assert not ledger.filter(pl.col("line_id").is_null())["encounter_id"].is_duplicated().any()


def test_facts_without_a_ledger_are_built_again_and_not_shown_as_nothing(demo: Facts) -> None:
    """A store that an older version built has no ledger: that is not a ledger of $0."""
    older = {name: paths for name, paths in demo.snapshot.built.items() if name != "ledger"}
    with pytest.raises(StoreError, match="reimburse build"):
        read_facts(replace(demo.snapshot, built=older))
