"""What the files do not say is no data: no 0 % of denials without a reason, or of $0 without a word about it."""

import json
from pathlib import Path

import duckdb
import polars as pl
import pytest
from drawn import ANSWERED, NO_MARKS, build, stored
from recompute import World, compare
from test_metrics_recomputed import world

from analytics import questions
from analytics.__main__ import main
from analytics.charts.overview import arrivals_title, told_arrivals
from analytics.facts import open_facts
from analytics.ingest.run import ingest
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import Value, answers
from analytics.store import Store

HEAD = "on | claim | code | charge | paid | adj\n"
LEVELS = ("remit_claim", "remit_line")
PAID = "16.00 | CO-45 24.00"
BUNDLED, BARE, NOTHING = "0.00 | CO-97 40.00", "0.00 | OA- 40.00", "0.00 | "
"""Denied with a reason, denied without one, and paid $0 without a word: how each answer reads."""


def untold(rows: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The same answers from a table that does not tell all codes: its balance is not known."""
    nothing = pl.lit(None, pl.Int64).alias("unbalanced_cents")
    return {name: rows[name].with_columns(nothing) if name in LEVELS else rows[name] for name in rows}


def drawn(*answered: str) -> World:
    claims = "claim | code | charge\n" + "\n".join(f"C{n} | 96372 | 40.00" for n in range(len(answered)))
    remits = HEAD + "\n".join(f"02-01 | C{n} | 96372 | 40.00 | {adj}" for n, adj in enumerate(answered))
    built = build(untold(stored(claims, remits)), tables=(*ANSWERED, "line", "encounter", "cut_off"))
    con = duckdb.connect()
    for name in (*ANSWERED, "encounter", "line"):
        con.register(name, built[name])
    con.register("last_mark", NO_MARKS)
    return world(con, built["cut_off"]["as_of"].item(), built["line"], built["encounter"])


def values(made: World, definition: str = "initial") -> dict[str, Value]:
    (group,) = answers(made.cursor, View(definition=definition), as_of=made.as_of)
    return group.metrics


@pytest.mark.parametrize(
    ("answered", "denied", "bundled", "unsure"),
    [
        ([PAID] * 3 + [BUNDLED], 0.25, 0.25, 0),
        ([PAID] * 3 + [BARE], 0.25, None, 1),
        ([PAID] * 2 + [BUNDLED, BARE], 0.5, 0.25, 1),
        ([PAID, BUNDLED, BARE, BARE], 0.75, None, 2),
        ([PAID] * 3 + [NOTHING], None, None, 1),
        ([PAID] * 2 + [BUNDLED, NOTHING], 0.25, 0.25, 1),
        ([PAID] * 4, 0.0, 0.0, 0),
    ],
    ids=["all told", "no reason", "half told", "most untold", "nothing said", "half said", "nothing denied"],
)
def test_a_share_of_what_is_not_told_is_no_data(
    answered: list[str], denied: float | None, bundled: float | None, unsure: int
) -> None:
    """At least so much while at least half of the denials say why; no number once most do not."""
    made = drawn(*answered)
    found = values(made)
    assert found["denial_rate"].value == found["initial_denial_rate"].value == denied
    assert found["bundled_denial_rate"].value == bundled
    assert found["authorization_denial_rate"].value == (None if bundled is None else 0)
    assert found["bundled_denial_rate"].unsure == unsure
    assert found["bundled_denial_rate"].status == ("no_data" if bundled is None else "ok")
    for definition in ("initial", "open"):
        compare(made, View(definition=definition))


def test_the_interval_reaches_to_what_may_be() -> None:
    """One of four is bundled and another may be: the interval is as wide as from one to two of four."""
    told, part = values(drawn(PAID, PAID, BUNDLED, BUNDLED)), values(drawn(PAID, PAID, BUNDLED, BARE))
    one = values(drawn(PAID, PAID, PAID, BUNDLED))
    found = part["bundled_denial_rate"]
    assert (found.low, found.high) == (one["bundled_denial_rate"].low, told["bundled_denial_rate"].high)


@pytest.mark.parametrize("definition", ["claim_status_4", "allowed_zero", "any_reason"])
def test_a_borrowed_definition_is_not_known_where_the_file_leaves_out_what_it_looks_at(
    tmp_path: Path, definition: str
) -> None:
    rows = [f"A{n},FIRST,01/0{n}/2026,96372,40.00,{0 if n == 1 else 16}.00,02/20/2026,77" for n in range(1, 5)]
    found = loaded(tmp_path, "Acct No,Insurance,DOS,CPT,Charge,Paid,Check Date,Check No", rows)
    group = found(definition)
    assert group["denial_rate"]["value"] is None and group["denial_rate"]["status"] == "no_data"
    assert found("zero_paid")["denial_rate"]["value"] == 0.25
    unknown = ("bundled_denial_rate", "routed_rate", "net_collection_rate", "first_pass_yield", "final_denial_rate")
    assert {group[name]["value"] for name in unknown} == {None}


def loaded(folder: Path, head: str, rows: list[str]):  # type: ignore[no-untyped-def]
    (folder / "pm.csv").write_text("\n".join([head, *rows, ""]))
    store = Store.create(folder / "store")
    ingest([folder / "pm.csv"], store)

    def asked(definition: str) -> dict[str, dict[str, object]]:
        command = ["metrics", "--store", str(store.folder), "--definition", definition, "--json"]
        out = folder / "out.json"
        with out.open("w") as file:
            from contextlib import redirect_stdout

            with redirect_stdout(file):
                assert main(command) == 0
        return dict(json.loads(out.read_text())["groups"][0]["metrics"])

    return asked


@pytest.mark.parametrize(
    ("paid", "denied", "said"),
    [
        ([16, 16, 0, 0], None, "in 4 answered lines; how many of them were denied is not known"),
        ([16, 16, 16, 16], 0, "and 0 denials in 4 answered lines"),
    ],
    ids=["paid $0 without a word", "all paid"],
)
def test_denials_that_the_last_files_do_not_tell_are_not_zero(
    tmp_path: Path, paid: list[int], denied: int | None, said: str
) -> None:
    rows = [f"A{n},FIRST,01/0{n}/2026,96372,40.00,{cents}.00,02/20/2026,77" for n, cents in enumerate(paid, 1)]
    loaded(tmp_path, "Acct No,Insurance,DOS,CPT,Charge,Paid,Check Date,Check No", rows)("initial")
    store = Store.open(tmp_path / "store")
    loads, day, _ = questions.last_loads(store, store.head())
    frame = questions.arrivals(open_facts(store).cursor(), View(), loads)
    assert frame["unsure"].sum() == paid.count(0)
    assert arrivals_title(frame, day, 1, is_first=True)[0].endswith(said)
    told = told_arrivals(frame)
    assert told["denied"].to_list() == [denied] and told["denied_cents"].to_list() == [denied]


def test_an_835_tells_all_of_its_codes() -> None:
    """$0 without any code is out of balance and not a denial (meanings 17): the rate counts it as answered."""
    claims = "claim | code | charge\nC1 | 96372 | 40.00\nC2 | 96372 | 40.00"
    remits = HEAD + f"02-01 | C1 | 96372 | 40.00 | {PAID}\n02-01 | C2 | 96372 | 40.00 | {NOTHING}"
    line = build(stored(claims, remits), tables=("line",))["line"]
    assert line.select("initial_unclear", "open_unclear", "is_uncoded").sum().row(0) == (0, 0, 0)
    assert line["any_allowed_zero"].to_list() == [False, True] and line["any_reason"].to_list() == [True, False]
