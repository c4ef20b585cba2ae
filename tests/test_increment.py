"""Incremental = full, row for row: for any order of loads and voids every built table is the one a full build makes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl
import pytest
from drawn import Drawn, stored
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_rule_takebacks import taken

from analytics.build import layout
from analytics.build.full import make
from analytics.build.increment import Before, NotCoveredError, increment
from analytics.build.inputs import no_edits
from analytics.build.steps import KEPT, LEARNED
from analytics.demo import write_demo
from analytics.ingest.run import ingest
from analytics.paths import QUERIES
from analytics.store import Store
from analytics.tables import STORED, schema_of

Rows = dict[str, pl.DataFrame]
CLAIMS = """
claim | patient | sent  | date  | code  | charge | freq | ref  | seq | payer | control | purpose
A     | ann     | 01-12 | 01-10 | 96372 | 40.00  | 1    |      |     |       | L1      |
      |         |       |       | 99213 | 90.00  |      |      |     |       | L2      |
A2    | ann     | 02-20 | 01-10 | 96372 | 40.00  | 7    | ICN1 |     |       | L1      |
      |         |       |       | 99213 | 95.00  |      |      |     |       | L2      |
B     | bob     | 01-12 | 01-10 | 96372 | 40.00  | 1    |      |     |       |         |
B9    | bob     | 03-01 | 01-10 | 96372 | 40.00  | 1    |      |     |       |         |
C     | cat     | 01-13 | 01-11 | 96372 | 40.00  | 1    |      |     |       |         |
C     | cat     | 03-13 | 01-11 | 96372 | 40.00  | 1    |      | S   | AARP  |         |
D     | dan     | 01-12 | 01-10 | J3420 | 12.00  | 1    |      |     |       |         |
D     | dan     | 04-12 | 01-10 | J3420 | 12.00  | 8    | ICN4 |     |       |         |
E     | eve     | 01-05 | 01-12 | 96372 | 40.00  | 1    |      |     |       |         | predetermination
F     | fay     | 01-12 | 01-10 | 96372 | 40.00  | 1    |      |     |       |         |
      |         |       |       | 99213 | 90.00  |      |      |     |       |         |
G     | fay     | 02-12 | 01-10 | T1015 | 180.00 | 1    |      |     |       |         |
H     | hal     | 01-12 | 01-10 | 96372 | 40.00  | 1    |      |     |       |         |
I     | ida     | 01-12 | 01-10 | 96372 | 40.00  | 1    |      |     |       |         |
"""
REMITS = """
on    | trace | claim | status | icn  | date  | code  | charge | paid   | adj
02-01 | T1    | A     | 1      | ICN1 | 01-10 | 96372 | 40.00  | 0.00   | CO-97 40.00
      |       |       |        |      | 01-10 | 99213 | 90.00  | 90.00  |
02-01 | T1    | B     | 4      | ICN2 | 01-10 | 96372 | 40.00  | 0.00   | CO-50 40.00
03-05 | T2    | A2    | 1      | ICN7 | 01-10 | 96372 | 40.00  | 16.00  | CO-45 24.00
03-06 | T3    | A     | 22     | ICN1 | 01-10 | 99213 | -90.00 | -90.00 |
03-09 | T4    | B9    | 1      | ICN8 | 01-10 | 96372 | 40.00  | 16.00  | CO-45 24.00
03-20 | T5    | C     | 1      | ICN3 | 01-11 | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
04-20 | T6    | C     | 2      | ICN5 | 01-11 | 96372 | 40.00  | 4.00   | OA-23 36.00
04-20 | T7    | E     | 1      | ICN9 | 01-12 | 96372 | 40.00  | 16.00  | CO-45 24.00
02-02 | T8    | F     | 1      | ICNF | 01-10 | 96372 | 40.00  | 0.00   | CO-97 40.00
      |       |       |        |      | 01-10 | 99213 | 90.00  | 0.00   | CO-97 90.00
03-02 | T9    | G     | 1      | ICNG | 01-10 | T1015 | 180.00 | 250.00 | CO-45 -70.00
04-02 | T10   | G     | 22     | ICNG | 01-10 | T1015 | -180.0 | -250.0 | CO-45 70.00
02-03 | T11   | H     | 1      | ICNH | 01-10 | 96372 | 40.00  | 0.00   | CO-24 30.00, PR-3 10.00
03-03 | T12   | H     | 1      | ICNH | 01-10 | 96372 | 40.00  | 20.00  | CO-45 20.00
02-04 | T13   | I     | 1      | ICNI | 01-10 | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00, PR-45 1.00
03-04 | T14   | I     | 2      | ICNJ | 01-10 | 96372 | 40.00  | 3.00   | OA-23 37.00
04-25 | T15   | E     | 22     | ICN9 | none  | 96372 | -40.00 | -16.00 | CO-45 -24.00
04-26 | T16   | E     | 1      | ICNA | none  | 96372 | 40.00  | 20.00  | CO-45 20.00
04-26 | T16   | C7    | 22     | ICN3 | none  | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
"""
"""A correction that names the payer's number, a resubmission under another one, a secondary claim, a void, a reversal,
an answer without a claim; an encounter rate that comes after the lines that it pays and is taken back, capitation
and payment after it, a second payer; without a date a reversal, a correction, and a reversal that only the payer's
number ties to its event; a claim that was only asked about."""


PLB = """
on    | trace | pairs
05-01 | P1    | WO:ICN1 20, WO:NOBODY1 7
05-08 | P2    | FB:nobody-1 -3, WO:B 5
06-01 | P3    | WO:ICN1 B 4, WO:ICN4 9
"""
LIMITS = pl.DataFrame(
    [
        ("ACME-commercial", 30, 90, "denial"),
        ("AARP-commercial", 30, 90, "service"),
        ("98401-commercial", 60, 45, "denial"),
    ],
    schema=["payer_id", "appeal_days", "corrected_days", "corrected_from"],
    orient="row",
)
EMPTY = no_edits()["payer_limit"]
EDITS = {**no_edits(), "payer_limit": pl.concat([EMPTY, LIMITS], how="diagonal").select(EMPTY.columns)}
"""Some payers with limits that the practice set."""
WIDTH = 40
"""Days of service per part: a world of eight months lies in several."""


class Load(NamedTuple):
    """One file's day: what comes and goes as a whole."""

    name: str
    rows: Rows


@dataclass(frozen=True)
class Built:
    """What one build left behind."""

    loads: frozenset[str]
    files: layout.Files

    @cached_property
    def facts(self) -> Rows:
        return {name: sorted_rows(pl.read_parquet(paths)) for name, paths in self.files.items()}


def sorted_rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort(pl.struct(pl.all()).hash(), *(c for c in frame.columns if frame.schema[c] != pl.List(pl.String)))


def by_day(rows: Rows) -> list[Load]:
    """The stored rows as if each day of each file had been a file of its own."""
    of_payment = rows["remit_payment"].select("payment_id", day=pl.coalesce("production_date", "payment_date"))
    of_claim = rows["remit_claim"].select("remit_claim_id", "payment_id").join(of_payment, on="payment_id")
    days = {
        "claim_line": rows["claim_line"].with_columns(day="submitted_date"),
        "remit_payment": rows["remit_payment"].join(of_payment, on="payment_id"),
        "remit_claim": rows["remit_claim"].join(of_payment, on="payment_id"),
        "provider_adjustment": rows["provider_adjustment"].join(of_payment, on="payment_id"),
        "remit_line": rows["remit_line"].join(of_claim.drop("payment_id"), on="remit_claim_id"),
        "adjustment": rows["adjustment"].join(of_claim.drop("payment_id"), on="remit_claim_id"),
    }
    dated = {
        name: frame.with_columns(source_sha=pl.col("source_sha") + pl.col("day").cast(pl.String)).drop("day")
        for name, frame in days.items()
    }
    names = sorted(set(dated["claim_line"]["source_sha"]) | set(dated["remit_payment"]["source_sha"]))
    return [Load(name, {table: frame.filter(source_sha=name) for table, frame in dated.items()}) for name in names]


def sent_again(load: Load) -> Load:
    """The same content in another file."""
    ids = [pl.col(name) + "again" for name in ("payment_id", "remit_claim_id", "remit_line_id", "source_sha")]
    again = {
        table: frame.with_columns(expr for expr in ids if expr.meta.output_name() in frame.columns)
        for table, frame in load.rows.items()
    }
    return Load(load.name + "again", again)


@pytest.fixture(scope="module")
def loads(tmp_path_factory: pytest.TempPathFactory) -> list[Load]:
    """A small practice and the drawn stories, day by day; some days are sent twice."""
    folder = tmp_path_factory.mktemp("world")
    store = Store.create(folder / "store")
    ingest([write_demo(folder, months=8, encounters=300).folder], store, build=False)
    parts = store.raw_parts(store.head())
    days = by_day({name: pl.read_parquet(parts[name]) for name in STORED}) + by_day(taken(stored(CLAIMS, REMITS), PLB))
    return days + [sent_again(load) for load in days[::5]]


def rows_of(loads: list[Load], names: Iterable[str]) -> Rows:
    wanted = set(names)
    chosen = [load.rows for load in loads if load.name in wanted]
    return {
        name: pl.concat([rows[name] for rows in chosen]) if chosen else pl.DataFrame(schema=schema_of(table))
        for name, table in STORED.items()
    }


def fully(folder: Path, loads: list[Load], names: frozenset[str], edits: Rows | None = None) -> Built:
    folder.mkdir()
    with duckdb.connect() as con:
        make(con, rows_of(loads, names), edits or EDITS)
        layout.cut_by(con, WIDTH)
        return Built(names, layout.write_all(con, folder))


def by_family(
    folder: Path, loads: list[Load], before: Built, names: frozenset[str], edits: Rows | None = None
) -> Built:
    folder.mkdir()
    raw = rows_of(loads, before.loads)
    known = Before(raw, before.files, names - before.loads, before.loads - names, WIDTH)
    with duckdb.connect() as con:
        increment(con, known, rows_of(loads, names), edits or EDITS, most=1.0)
        return Built(names, layout.write_changed(con, folder, before.files))


def differing(one: Built, other: Built) -> list[str]:
    assert set(one.facts) == set(other.facts) == {*KEPT, *LEARNED}
    return [name for name in one.facts if not one.facts[name].equals(other.facts[name])]


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.integers(0, 999)), st.lists(st.sets(st.integers(0, 999), min_size=1), min_size=1, max_size=2))
def test_any_order_of_loads_and_voids_gives_the_tables_of_a_full_build(
    tmp_path_factory: pytest.TempPathFactory, loads: list[Load], left_out: set[int], steps: list[set[int]]
) -> None:
    """A step loads what is not there and voids what is; the next step rests on the build of the one before."""
    folder = tmp_path_factory.mktemp("any")
    names = [load.name for load in loads]
    built = fully(folder / "first", loads, frozenset(names) - {names[n % len(names)] for n in left_out})
    for number, step in enumerate(steps):
        wanted = built.loads ^ {names[n % len(names)] for n in step}
        full = fully(folder / f"full{number}", loads, wanted)
        try:
            built = by_family(folder / f"by{number}", loads, built, wanted)
        except NotCoveredError:
            built = full
        assert differing(built, full) == []


def test_what_a_void_leaves_behind_is_built_again_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, loads: list[Load]
) -> None:
    """The payer's answers of one spring day go and come back: lines of that spring are written, other parts stay."""
    folder = tmp_path_factory.mktemp("void")
    every = frozenset(load.name for load in loads)
    whole = fully(folder / "whole", loads, every)
    once = [load for load in loads if not {load.name, load.name + "again"} & {f"{name}again" for name in every} & every]
    answers = max(once, key=lambda load: load.rows["remit_claim"].height).name
    without = by_family(folder / "without", loads, whole, every - {answers})
    assert differing(without, fully(folder / "again", loads, every - {answers})) == []
    assert not without.facts["line"].equals(whole.facts["line"])
    assert 0 < len(set(without.files["line"]) & set(whole.files["line"])) < len(whole.files["line"])
    assert differing(by_family(folder / "back", loads, without, every), whole) == []


def test_a_visit_that_comes_later_reaches_the_injections_of_the_year_after(tmp_path: Path) -> None:
    """The one rule that looks beyond a patient's day: the injection has no news, its flag goes and comes back."""
    lines = """
    claim | patient | sent       | date       | code  | charge | payer    | filing
    X     | zoe     | 2023-01-12 | 2023-01-10 | 99213 | 90.00  | MEDICARE | MB
    Y     | ann     | 2025-01-12 | 2025-01-10 | 96372 | 40.00  | MEDICARE | MB
    Z     | ann     | 2025-01-20 | 2024-06-10 | 99213 | 90.00  | MEDICARE | MB
    """
    loads = by_day(stored(lines))
    first, later = frozenset(load.name for load in loads[:2]), frozenset(load.name for load in loads)
    alone, seen = fully(tmp_path / "alone", loads, first), fully(tmp_path / "seen", loads, later)
    assert [flag["rule"].to_list().count("no_visit_before") for flag in (alone.facts["flag"], seen.facts["flag"])] == [
        1,
        0,
    ]
    came = by_family(tmp_path / "came", loads, alone, later)
    assert differing(came, seen) == []
    assert differing(by_family(tmp_path / "went", loads, came, first), alone) == []


def flagged(built: Built, rule: str) -> list[str]:
    return built.facts["flag"].filter(rule=rule)["claim_id"].to_list()


def test_what_a_practice_bills_most_often_reaches_lines_without_news(tmp_path: Path) -> None:
    """Fifty units are few where 200 are usual; twenty more lines of fifty make fifty the usual."""
    lots = (("01-12", 19, "200"), ("01-13", 1, "50"), ("01-14", 20, "50"))
    rows = [
        {"claim": f"{sent}N{number}", "patient": f"{sent}N{number}", "sent": sent, "code": "J3490", "charge": "90.00"}
        | {"units": units}
        for sent, lines, units in lots
        for number in range(lines)
    ]
    loads = by_day(stored(rows))
    assert len(loads) == 3
    steps = [fully(tmp_path / f"full{n}", loads, frozenset(load.name for load in loads[:n])) for n in (1, 2, 3)]
    assert [flagged(built, "units_below_usual") for built in steps] == [[], ["01-13N0"], []]
    for number, (one, other) in enumerate([(0, 1), (1, 2), (2, 1), (1, 0)]):
        assert differing(by_family(tmp_path / f"by{number}", loads, steps[one], steps[other].loads), steps[other]) == []


def test_a_claim_passed_on_is_missed_when_the_days_have_gone_by(tmp_path: Path) -> None:
    """Nothing new of the claim: another payer's answer alone moves the store's last day past the usual eighteen."""
    claims = [
        {"claim": f"P{n}", "patient": f"P{n}", "sent": "01-12", "code": "96372", "charge": "40.00"} for n in range(31)
    ]
    paid = {"code": "96372", "charge": "40.00", "paid": "14.00", "adj": "CO-45 24.00, PR-2 2.00"}
    remits = [{"claim": f"P{n}", "on": "01-30", "trace": f"T{n}", **paid} for n in range(31)]
    remits[0] |= {"status": "19"}
    remits += [
        {"claim": f"Q{n}", "on": on, "trace": on, "payer": "OTHER", **paid} for n, on in enumerate(("02-17", "02-18"))
    ]
    loads = sorted(by_day(stored(claims, remits)), key=lambda load: load.name[-10:])
    steps = [fully(tmp_path / f"full{n}", loads, frozenset(load.name for load in loads[:n])) for n in (-1, len(loads))]
    assert [flagged(built, "secondary_not_answered") for built in steps] == [[], ["P0"]]
    for number, (one, other) in enumerate([(0, 1), (1, 0)]):
        assert differing(by_family(tmp_path / f"by{number}", loads, steps[one], steps[other].loads), steps[other]) == []


def visits(payer: str, count: int, *, mods: str, paid: str, sent: str, adj: str = "") -> tuple[Drawn, Drawn]:
    """So many office visits of one payer, each of a patient of its own, those with 25 beside an injection."""
    claims, remits = [], []
    for number in range(count):
        own = {"claim": f"{payer}{mods}{sent}{number}", "patient": f"{payer}{mods}{sent}{number}", "payer": payer}
        visit = {"code": "99213", "charge": "150.00", "mods": mods}
        claims.append({**own, **visit, "sent": sent})
        remits.append({**own, **visit, "on": sent, "trace": sent, "paid": paid, "adj": adj})
        if mods:
            claims.append({"claim": "", "code": "96372", "charge": "40.00"})
            remits.append({"claim": "", "code": "96372", "charge": "40.00", "paid": "25.00", "adj": ""})
    return claims, remits


def test_a_visit_that_shows_a_cut_reaches_the_visits_before_it(tmp_path: Path) -> None:
    """The tenth visit with 25 tells that the payer cuts them all; more visits without 25 move what CODE's cut visit is
    held to, and nothing of a visit that nobody cut."""
    drawn = [
        visits("CUTS", 10, mods="", paid="100.00", sent="01-20"),
        visits("CUTS", 9, mods="25", paid="50.00", sent="01-21"),
        visits("CODE", 10, mods="", paid="100.00", sent="01-22"),
        visits("CODE", 1, mods="25", paid="50.00", sent="01-23", adj="CO-59 50.00"),
        visits("CODE", 2, mods="25", paid="100.00", sent="01-24"),
        visits("CUTS", 1, mods="25", paid="50.00", sent="02-20"),
        visits("CODE", 11, mods="", paid="110.00", sent="02-21"),
    ]
    claims, remits = ([row for part in parts for row in part] for parts in zip(*drawn, strict=True))
    loads = by_day(stored(claims, remits))
    whole = fully(tmp_path / "whole", loads, frozenset(load.name for load in loads))

    def expected(built: Built) -> dict[str, list[str]]:
        cut = built.facts["line"].filter("em_reduced").group_by("payer_name").agg(pl.col("expected").unique())
        return {name: [str(amount) for amount in amounts] for name, amounts in cut.rows()}

    assert expected(whole) == {"CUTS": ["100.00"], "CODE": ["110.00"]}
    for late, then in (("02-20", {"CODE": ["110.00"]}), ("02-21", {"CUTS": ["100.00"], "CODE": ["100.00"]})):
        early = frozenset(load.name for load in loads if late not in load.name)
        before = fully(tmp_path / f"before{late}", loads, early)
        assert expected(before) == then and len(early) < len(loads)
        assert differing(by_family(tmp_path / f"came{late}", loads, before, whole.loads), whole) == []
        assert differing(by_family(tmp_path / f"went{late}", loads, whole, early), before) == []


def test_no_other_rule_looks_beyond_a_patients_day() -> None:
    """A rule that did would have to be followed as that one is, or its flags of days without news would grow old."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (QUERIES / "leakage").glob("*.sql")}
    assert {name for name, text in texts.items() if "patient_key" in text} == {"no_visit_before"}


def test_every_query_of_the_incremental_build_is_asked() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in Path("analytics/build").glob("*.py"))
    words = set(re.findall(r"[a-z_]+", texts))
    assert {re.sub("^(others|taken)_", "", path.stem) for path in (QUERIES / "increment").glob("*.sql")} <= words
