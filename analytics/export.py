"""Tables as files: CSV, Excel and parquet that say whether they hold patient data, and that no spreadsheet will run."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

import polars as pl
import xlsxwriter

from analytics.facts import Facts
from analytics.metrics.cubes import View
from analytics.metrics.leakage import WORK_COST_CENTS
from analytics.query import Query
from analytics.tables import BUILT, STORED, schema_of
from analytics.tables.contract import CONTRACT, KINDS, Input
from analytics.tables.leakage import WorkItem

Tables = Mapping[str, pl.DataFrame]
_TYPES = {word: dtype for dtype, word in KINDS.items()}


def as_typed(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """The columns of a table of texts in the types of the contract; empty texts are null."""
    kinds = {one.name: one.kind for one in CONTRACT[table]}
    return frame.select(_typed(name, kinds[name]) for name in frame.columns)


def _typed(name: str, kind: str) -> pl.Expr:
    text = pl.when(pl.col(name) != "").then(pl.col(name))
    if kind == "list":
        return text.str.split(" ").alias(name)
    if kind == "yes or no":
        return (text == "Y").alias(name)
    if kind == "date":
        return text.str.to_date("%Y-%m-%d").alias(name)
    return text.cast(_TYPES.get(kind, pl.String())).alias(name)


def claims_of(tables: Tables) -> pl.DataFrame:
    """One row per service line of every claim, as the contract names its columns."""
    lines = tables["claim_line"].sort("source_sha", "source_position", "line_number")
    return lines.select(_from(one) for one in CONTRACT["claims"] if one.stored or one.name == "patient_id")


def _from(one: Input) -> pl.Expr:
    return pl.col(one.stored.partition(".")[2] or "patient_key").alias(one.name)


def remittances_of(tables: Tables) -> pl.DataFrame:
    """One row per adjustment of a line or claim, per line or claim without any, per payment without claims, per PLB."""
    payments, claims, lines, cuts, pairs = (
        _renamed(tables[name], name)
        for name in ("remit_payment", "remit_claim", "remit_line", "adjustment", "provider_adjustment")
    )
    of_lines, of_claims = _split(cuts)
    served = _joined(lines, of_lines, "~line").with_columns(pl.lit(1).alias("~order"))
    alone = _joined(claims.select("~claim"), of_claims, "~claim")
    alone = alone.filter(pl.col("adjustment_reason").is_not_null() | ~pl.col("~claim").is_in(lines["~claim"].implode()))
    below = pl.concat([served, alone.with_columns(pl.lit(0).alias("~order"))], how="diagonal_relaxed")
    answered = claims.join(below, on="~claim", how="left", maintain_order="left_right")
    rows = payments.join(answered, on="~payment", how="left", maintain_order="left")
    moved = payments.join(pairs, on="~payment", how="inner", maintain_order="left")
    every = pl.concat([rows, moved], how="diagonal_relaxed")
    order = ["~sha", "~place", "~claim_place", "~order", "~line_place", "~nth"]
    return every.sort(order, nulls_last=True, maintain_order=True).select(
        one.name for one in CONTRACT["remittances"] if one.name in every.columns
    )


def _renamed(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Columns by their names in the contract, and what the tables are joined by."""
    own = {
        one.name: one.stored.partition(".")[2] for one in CONTRACT["remittances"] if one.stored.startswith(f"{table}.")
    }
    columns = [pl.col(stored).alias(name) for name, stored in own.items()]
    keys = {
        "remit_payment": {"payment_id": "~payment", "source_sha": "~sha", "source_position": "~place"},
        "remit_claim": {"payment_id": "~payment", "remit_claim_id": "~claim", "source_position": "~claim_place"},
        "remit_line": {"remit_claim_id": "~claim", "remit_line_id": "~line", "source_position": "~line_place"},
        "adjustment": {"remit_claim_id": "~claim", "remit_line_id": "~line", "position": "~nth"},
        "provider_adjustment": {"payment_id": "~payment", "position": "~nth"},
    }[table]
    found = frame.select(*columns, *(pl.col(name).alias(key) for name, key in keys.items()), *_special(table))
    return found.with_columns(_unless_derived(table))


def _special(table: str) -> list[pl.Expr]:
    if table == "remit_claim":
        return [pl.col("patient_key").alias("patient_id")]
    return [pl.col("allowed_source", "date_source")] if table == "remit_line" else []


def _unless_derived(table: str) -> list[pl.Expr]:
    """What was not in the remittance itself is left empty: it is derived again."""
    if table != "remit_line":
        return []
    sent, own = pl.col("allowed_source") == "sent", pl.col("date_source") != "232"
    return [
        pl.when(sent).then("allowed").alias("allowed"),
        pl.when(own).then("service_date").alias("service_date"),
        pl.when(own).then("service_date_to").alias("service_date_to"),
    ]


def _split(cuts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    at_line = pl.col("~line").is_not_null()
    return cuts.filter(at_line).drop("~claim"), cuts.filter(~at_line).drop("~line")


def _joined(frame: pl.DataFrame, cuts: pl.DataFrame, key: str) -> pl.DataFrame:
    return frame.join(cuts, on=key, how="left", maintain_order="left_right")


PHI_NOTE = "Contains protected health information. Keep it inside the practice."
SHAREABLE_NOTE = "No claim, patient or authorization numbers; months instead of days."
EXCEL_ROWS = 1_048_575
SMALLEST_CELL = 11
"""Cells of 1 to 10 patients are never shared (CMS cell-size policy)."""

_RISKY = r"^[=+\-@\t\r\n\x00＝＋－＠]"
_PRIVATE = ("claim_id", "patient_key", "payer_claim_id", "original_reference", "ndc", "line_control", "trace")
_KEYED = (
    "line_id",
    "root_line_id",
    "claim_key",
    "encounter_id",
    "em_line_id",
    "remit_claim_id",
    "remit_line_id",
    "identity",
)


class TooManyRowsError(Exception):
    """Excel cannot hold this many rows; names the next step."""


@dataclass(frozen=True)
class Shared:
    """A shareable frame and how many rows were withheld because they came from fewer than 11 patients."""

    frame: pl.DataFrame
    withheld: int


def shareable(frame: pl.DataFrame) -> Shared:
    """The frame without identifiers, with months for days, and without rows of small month × payer cells."""
    kept = _without_small_cells(frame)
    gone = [name for name in (*_PRIVATE, *_KEYED, "source_sha", "source_position") if name in frame.columns]
    days = [pl.col(name).dt.truncate("1mo") for name, dtype in frame.schema.items() if dtype == pl.Date]
    return Shared(kept.with_columns(days).drop(gone), frame.height - kept.height)


def _without_small_cells(frame: pl.DataFrame) -> pl.DataFrame:
    if "patient_key" not in frame.columns:
        return frame
    cell = [pl.col(name) for name in ("payer_id", "payer_source_id") if name in frame.columns]
    if "service_date" in frame.columns:
        cell.append(pl.col("service_date").dt.truncate("1mo"))
    patients = pl.col("patient_key").n_unique()
    return frame.filter((patients.over(cell) if cell else patients) >= SMALLEST_CELL)


def to_csv(frame: pl.DataFrame) -> bytes:
    """Every text quoted; a text that a spreadsheet would run gets an apostrophe; numbers stay numbers."""
    return _inert(frame).write_csv(quote_style="non_numeric").encode()


def to_parquet(frame: pl.DataFrame, note: str) -> bytes:
    """Typed, with the note in the file's own metadata."""
    out = BytesIO()
    frame.write_parquet(out, metadata={"note": note})
    return out.getvalue()


def to_xlsx(frame: pl.DataFrame, note: str, sheet: str = "data") -> bytes:
    """A first sheet with the note, then the table; texts are never formulas or links."""
    if frame.height > EXCEL_ROWS:
        raise TooManyRowsError(f"{frame.height:,} rows; Excel holds {EXCEL_ROWS:,}; choose parquet or a shorter period")
    out = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        book.add_worksheet("read me").write_string(0, 0, note)
        _flat(frame).write_excel(book, sheet, autofilter=False, freeze_panes=(1, 0))
    return out.getvalue()


def inert(text: str) -> str:
    """One text that no spreadsheet runs: with an apostrophe where it would."""
    return f"'{text}" if re.match(_RISKY, text) else text


def _inert(frame: pl.DataFrame) -> pl.DataFrame:
    texts = [name for name, dtype in _flat(frame).schema.items() if dtype == pl.String]
    quoted = [
        pl.when(pl.col(name).str.contains(_RISKY)).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in texts
    ]
    return _flat(frame).with_columns(quoted)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(name).list.join(" ") for name in lists)


_OF_WORK = {"root_line_id": pl.String(), "limit_basis": pl.String(), "is_late": pl.Boolean()}
LINE = Query("ask/export_line.sql", pl.Schema({**schema_of(BUILT["line"]), **_OF_WORK}))
EVENT = Query("ask/export_event.sql", schema_of(BUILT["event"]))
ENCOUNTER = Query("ask/export_encounter.sql", schema_of(BUILT["encounter"]))
LEAK = Query(
    "ask/export_leak.sql",
    pl.Schema(
        {
            **schema_of(BUILT["leak"]),
            **dict.fromkeys(("is_workable", "is_late"), pl.Boolean()),
            "net_value": pl.Decimal(12, 2),
        }
    ),
)
WORK_ITEM = Query("ask/export_work_item.sql", schema_of(WorkItem))
FLAG = Query("ask/export_flag.sql", schema_of(BUILT["flag"]))
LEDGER = Query("ask/export_ledger.sql", schema_of(BUILT["ledger"]))
TAKEBACK = Query("ask/export_takeback.sql", schema_of(BUILT["takeback"]))
HAS_WORK = Query("ask/has_work.sql", pl.Schema({"work_id": pl.String()}))

FACTS = ("line", "event", "encounter", "leak", "flag", "ledger", "work_item")
_PLAIN = {"flag": FLAG, "ledger": LEDGER, "work_item": WORK_ITEM}
WHOLE = {"takeback": TAKEBACK}
"""Tables about payments and not about lines: the filters of lines say nothing of them."""
INPUTS = {"claims": claims_of, "remittances": remittances_of}
"""What was loaded, as files of the input contract."""
TABLES = (*STORED, *FACTS, *WHOLE, *INPUTS)


class NotFilteredError(Exception):
    """A filter was given for a table that has no such columns."""


def exported(facts: Facts, table: str, view: View, *, work_cost_cents: int = WORK_COST_CENTS) -> pl.DataFrame:
    """The rows of one table under the filters of a view; leaks with their value less the cost of working them."""
    if table in FACTS:
        return _facts(facts, table, view, work_cost_cents)
    if view.filters():
        raise NotFilteredError(
            f"export {table}: filters apply to {', '.join(FACTS)}; leave them out, or export one of these"
        )
    if table in WHOLE:
        return WHOLE[table](facts.cursor())
    if table in INPUTS:
        return INPUTS[table]({name: _whole(facts, name) for name in STORED})
    return _whole(facts, table)


def work_of(facts: Facts, work_ids: Sequence[str]) -> list[str]:
    """What a mark on these ids counts for: each line that there is, those that are worked with it as one cause, and
    encounters with an administration that was never billed."""
    return HAS_WORK(facts.cursor(), work_ids=list(work_ids))["work_id"].sort().to_list()


def _facts(facts: Facts, table: str, view: View, work_cost_cents: int) -> pl.DataFrame:
    params = {name: value for name, value in view.params(facts.as_of).items() if name != "as_of"}
    if table == "leak":
        return LEAK(facts.cursor(), **params, work_cost=Decimal(work_cost_cents) / 100)
    if table in _PLAIN:
        return _PLAIN[table](facts.cursor(), **params)
    lines = LINE(facts.cursor(), **params)
    if table == "event":
        return EVENT(facts.cursor(), line_ids=lines["line_id"].to_list())
    if table == "encounter":
        return ENCOUNTER(facts.cursor(), encounter_ids=lines["encounter_id"].unique().to_list())
    return lines


def _whole(facts: Facts, table: str) -> pl.DataFrame:
    paths = facts.snapshot.raw.get(table, [])
    if not paths:
        return pl.DataFrame(schema=schema_of(STORED[table]))
    order = [name for name in ("source_sha", "source_position", "position", "line_number") if name in _columns(table)]
    return pl.concat([pl.read_parquet(path) for path in paths]).sort(order, maintain_order=True)


def _columns(table: str) -> list[str]:
    return list(schema_of(STORED[table]))
