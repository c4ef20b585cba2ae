"""Cells into typed columns of ours; each row that cannot be taken says why, and nothing is guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from analytics.importers.delimited.column_map import ColumnMap
from analytics.importers.delimited.denials import DENIED, FLAG, SAYS_DENIED, status
from analytics.importers.delimited.formats import amount, date_style, day_in, money_style
from analytics.importers.delimited.source import ROW, TableError
from analytics.tables.contract import Input, inputs
from analytics.x12.elements import EARLIEST_BIRTH, EARLIEST_DAY, quantity

FAULT, COLUMN, UNREADABLE, BLANKED = "~fault", "~column", "~unreadable", "~blanked"
"""Of a row: why it is refused, in which column, how many amounts cannot be read, which codes were no codes."""
_CLEAR = {"money": (12, 2), "quantity": (15, 3)}
_YES, _NO = ("Y", "YES", "TRUE", "T", "1"), ("N", "NO", "FALSE", "F", "0")
_TOTAL = r"(?i)^((grand|report|sub|page|running|overall)[ -]?)?totals?\b([^-0-9]|$)|\b(sub[ -]?)?totals?\s*:?$"
"""What stands in place of a claim number where a row is a total: Subtotal, Total for a payer, a payer's Total."""
OLDEST = 120 * 366
_SHAPES = {
    "place_of_service": r"^[0-9]{2}$", "frequency_code": r"^[0-9A-Z]$", "filing_indicator": r"^[0-9A-Z]{2}$",
    "payer_sequence": r"^[A-HPSTU]$", "claim_purpose": r"^[0-9A-Z]{2}$", "unit_basis": r"^[A-Z0-9]{2}$",
    "ndc_unit": r"^[A-Z0-9]{2}$", "rendering_taxonomy": r"^[0-9A-Z]{9}X$", "code_qualifier": r"^[A-Z0-9]{2}$",
    "ndc": r"^(N4)?[0-9]{4,5}-?[0-9]{3,4}-?[0-9]{1,2}$", "revenue_code": r"^[0-9]{3,4}$", "credit_debit": r"^[CD]$",
    "method": r"^(ACH|BOP|CHK|FWT|NON)$", "status": r"^([1-5]|1[035679]|2[0-357])$",
}  # fmt: skip
"""What a code looks like; a text that does not is no such code, and may be a name from a shifted column."""
_WORDS = {
    "method": {"CHECK": "CHK", "PAPER CHECK": "CHK", "EFT": "ACH", "WIRE": "FWT", "NONE": "NON"},
    "payer_sequence": {"PRIMARY": "P", "SECONDARY": "S", "TERTIARY": "T", "1": "P", "2": "S", "3": "T"},
}  # fmt: skip
_LISTED = {
    "modifiers": r"^[A-Z0-9]{2}$", "billed_modifiers": r"^[A-Z0-9]{2}$", "remarks": r"^[A-Z]{1,2}[0-9]{1,4}$",
    "claim_remarks": r"^[A-Z]{1,2}[0-9]{1,4}$", "diagnoses": r"^[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?$",
}  # fmt: skip
_OLD_DIAGNOSIS = r"^([0-9]{3}|V[0-9]{2}|E[0-9]{3})(\.?[0-9]{1,2})?$"
"""ICD-9, which claims had for services before October 2015."""
_FIRST_ICD10 = date(2015, 10, 1)
_MARKS = ("RARC", "RARCS", "REMARK", "REMARKS", "CODE", "CODES")


@dataclass(frozen=True)
class Formats:
    """How one file writes dates and money; XLSX holds amounts as binary fractions."""

    day: str
    money: str
    is_binary: bool


def formats_of(cells: pl.DataFrame, one: ColumnMap, kind: str) -> Formats:
    """What the map says, else what the first rows show."""
    known = inputs(one.table)
    amounts = [name for name in _named(one, known, "money") if cells[name].dtype == pl.String]
    amounts += [cut.amount for cut in one.adjustments if cut.amount and cells[cut.amount].dtype == pl.String]
    values = pl.concat([_texts(cells[name], one).alias("v") for name in amounts]) if amounts else pl.Series("v", [""])
    return Formats(
        one.date_format or date_style(days_of(cells, one)), one.money_format or money_style(values), kind == "xlsx"
    )


def days_of(cells: pl.DataFrame, one: ColumnMap) -> list[pl.Series]:
    """The columns of dates that are text."""
    names = _named(one, inputs(one.table), "date")
    return [_texts(cells[name], one) for name in names if cells[name].dtype == pl.String]


def _texts(values: pl.Series, one: ColumnMap) -> pl.Series:
    return values.to_frame("v").select(_clean(pl.col("v"), one)).to_series()


def _named(one: ColumnMap, known: dict[str, Input], kind: str) -> Iterable[str]:
    return [theirs for ours, names in one.columns.items() if known[ours].kind == kind for theirs in names]


def refuse_types(cells: pl.DataFrame, one: ColumnMap) -> None:
    """A TableError where a typed column is of a kind that cannot be read exactly."""
    known = inputs(one.table)
    money = {*_named(one, known, "money"), *(cut.amount for cut in one.adjustments if cut.amount)}
    for name in sorted(one.sources):
        dtype = cells.schema[name]
        if name in money and dtype.is_float():
            raise TableError("float_money", name[:60])
        if isinstance(dtype, pl.Datetime) and dtype.time_zone:
            raise TableError("zoned_time", name[:60])
        if isinstance(dtype, pl.Struct | pl.Array | pl.Object) or dtype in (pl.Binary, pl.Time, pl.Duration):
            raise TableError("nested_column", name[:60])


def typed(cells: pl.DataFrame, one: ColumnMap, side: str, formats: Formats, today: date) -> pl.DataFrame:
    """One row per row: every column of this side of the contract that the map fills, and what is wrong with it."""
    known = {name: column for name, column in inputs(side).items() if name in {*one.columns, *one.constants}}
    raw = cells.select(ROW, *(_raw(cells, one, name, column).alias(name) for name, column in known.items()))
    found = {name: _as_kind(name, column.kind, raw.schema[name], formats) for name, column in known.items()}
    wrong = {
        name: raw[name].is_not_null() & values.is_null()
        for name, values in zip(found, raw.select(**found).get_columns() if found else [], strict=True)
        if raw.schema[name] != pl.List(pl.String)
    }
    frame = _with_codes(raw.select(ROW, **found))
    if "status" in one.columns and "status" in frame.columns:
        coded = cells[one.columns["status"][0]].cast(pl.String).str.contains(r"^\s*[0-9]")
        says = (frame["status"] == DENIED) & ((one.values.get("status") == FLAG) | ~coded)
        frame = frame.with_columns(says.fill_null(False).alias(SAYS_DENIED))
    money = [name for name in wrong if known[name].kind == "money"]
    unreadable = pl.sum_horizontal(*(wrong[name].cast(pl.Int64) for name in money)) if money else pl.lit(0, pl.Int64)
    frame = frame.with_columns(unreadable.alias(UNREADABLE))
    checks = [(_code_of(known[name].kind), name, column) for name, column in wrong.items()]
    checks += [
        (code, name, frame.select(rule.fill_null(False)).to_series()) for code, name, rule in _rules(frame, side, today)
    ]
    checks += _headings(cells, frame, wrong, one) + _left_out(cells, one)
    return _judged(frame, [check for check in checks if check[2].any()])


def _with_codes(frame: pl.DataFrame) -> pl.DataFrame:
    """Codes that are none are blank, and the row names their columns; what is a code in other writing becomes one."""
    lists = {name: _codes(frame, name) for name in _LISTED if name in frame.columns}
    texts = {name: _code(name) for name in _SHAPES if name in frame.columns}
    clean = frame.with_columns(**{name: exprs[0] for name, exprs in lists.items()}, **texts)
    said = [pl.when(pl.lit(frame[name].is_not_null() & clean[name].is_null())).then(pl.lit(name)) for name in texts] + [
        pl.when(pl.lit(frame.select(exprs[1]).to_series())).then(pl.lit(name)) for name, exprs in lists.items()
    ]
    odd = pl.concat_str(*said, separator=" ", ignore_nulls=True) if said else pl.lit("")
    return clean.with_columns(odd.alias(BLANKED))


def _code(name: str) -> pl.Expr:
    upper = pl.col(name).cast(pl.String).str.to_uppercase().str.replace(r"^([0-9]+)\.0+$", "$1")
    if name == "place_of_service":  # a spreadsheet takes the first zero of 02 away
        upper = pl.when(upper.str.len_chars() == 1).then(upper.str.zfill(2)).otherwise(upper)
    if name == "status":
        upper = status(pl.col(name))
    if name in _WORDS:
        upper = upper.replace(_WORDS[name])
    return pl.when(upper.str.contains(_SHAPES[name])).then(upper)


def _codes(frame: pl.DataFrame, name: str) -> tuple[pl.Expr, pl.Expr]:
    """The codes of a list, and whether something in it is none."""
    each = pl.element()
    if name.endswith("remarks"):
        listed = pl.col(name).list.eval(each.filter(~each.is_in(_MARKS)).str.extract(r"^([^-.]*)", 1))
    else:
        listed = pl.col(name).list.eval(each)
    kept = listed.list.eval(each.filter(each.str.contains(_LISTED[name])))
    if name == "diagnoses" and "service_date" in frame.columns:
        both = listed.list.eval(each.filter(each.str.contains(f"{_LISTED[name]}|{_OLD_DIAGNOSIS}")))
        kept = pl.when(pl.col("service_date") < _FIRST_ICD10).then(both).otherwise(kept)
    if name.endswith("remarks"):  # words beside a remark code are its own
        return kept, (kept.list.len() == 0) & (listed.list.len() > 0)
    return kept, kept.list.len() < listed.list.len()


def _raw(cells: pl.DataFrame, one: ColumnMap, name: str, column: Input) -> pl.Expr:
    """The cell as text without its spaces, its words put into ours; typed cells of the right kind stay typed."""
    theirs = one.columns.get(name, ())
    if not theirs:
        return pl.lit(one.constants[name])
    if column.kind == "list":
        return _listed(cells, one, theirs)
    dtype = cells.schema[theirs[0]]
    is_clear = dtype == pl.Date and column.kind == "date"
    is_clear |= dtype.is_integer() and column.kind == "number"
    is_clear |= isinstance(dtype, pl.Decimal) and column.kind in _CLEAR and (dtype.scale or 0) <= _CLEAR[column.kind][1]
    if is_clear and name not in one.values:
        return pl.col(theirs[0])
    text = (
        _clean(pl.col(theirs[0]), one)
        if len(theirs) == 1
        else _clean(pl.concat_str(theirs, separator=" ", ignore_nulls=True), one)
    )
    if name in one.values:  # a word that means nothing of ours is no value
        ours = {word.lower(): code or None for word, code in one.values[name].items()}
        text = text.str.to_lowercase().replace_strict(ours, default=text, return_dtype=pl.String())
    return pl.coalesce(text, pl.lit(one.constants[name])) if name in one.constants else text


def _clean(text: pl.Expr, one: ColumnMap) -> pl.Expr:
    stripped = text.cast(pl.String).str.strip_chars()
    return pl.when(~stripped.str.to_uppercase().is_in([word.upper() for word in one.empty])).then(stripped)


def _listed(cells: pl.DataFrame, one: ColumnMap, theirs: tuple[str, ...]) -> pl.Expr:
    """Codes of several columns, or of one with signs between them, in their order."""
    parts = [
        pl.col(name).cast(pl.List(pl.String)).list.join(" ") if cells.schema[name] == pl.List(pl.String)
        else _clean(pl.col(name), one)
        for name in theirs
    ]  # fmt: skip
    text = pl.concat_str(*parts, separator=" ", ignore_nulls=True).str.to_uppercase()
    return text.str.extract_all(r"[^\s,;|:/]+").fill_null([])


def _as_kind(name: str, kind: str, dtype: pl.DataType, formats: Formats) -> pl.Expr:
    value = pl.col(name)
    if kind == "money":
        return (
            value.cast(pl.Decimal(12, 2), strict=False)
            if dtype.is_decimal()
            else amount(value, formats.money, is_binary=formats.is_binary)
        )
    if kind == "date":
        found = value if dtype == pl.Date else day_in(value, formats.day)
        earliest = EARLIEST_BIRTH if name == "patient_birth_date" else EARLIEST_DAY
        return pl.when(found >= earliest).then(found)
    if kind == "quantity":
        return (
            value.cast(pl.Decimal(15, 3), strict=False)
            if dtype.is_decimal()
            else quantity(value.str.replace(r"\.0+$", ""))
        )
    if kind == "number":
        return value.cast(pl.Int64, strict=False) if dtype.is_integer() else _whole(value)
    if kind == "yes or no":
        upper = value.str.to_uppercase()
        return pl.when(upper.is_in(_YES)).then(True).when(upper.is_in(_NO)).then(False)
    if kind == "npi":
        return pl.when(value.str.contains(r"^[0-9]{10}(\.0+)?$")).then(value.str.head(10))
    if kind == "code":
        upper = value.str.to_uppercase().str.replace(r"^([0-9]+)\.0+$", "$1")
        # A name has no digit; other lists of codes (NDC, SNOMED) have longer ones.
        is_code = upper.str.contains(r"^([A-Z0-9]{3,11}|[0-9]{12,18})$") & upper.str.contains("[0-9]")
        return pl.when(is_code).then(upper)
    return value


def _whole(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(r"^-?[0-9]{1,15}(\.0+)?$")).then(
        text.str.extract(r"^(-?[0-9]+)", 1).cast(pl.Int64, strict=False)
    )


def _code_of(kind: str) -> str:
    codes = {"money": "unreadable_amount", "date": "bad_date", "quantity": "bad_units", "npi": "bad_npi"}
    return codes.get(kind, {"code": "bad_code", "number": "bad_number", "yes or no": "bad_flag"}.get(kind, "bad_value"))


def _rules(frame: pl.DataFrame, side: str, today: date) -> list[tuple[str, str, pl.Expr]]:
    """What no row of this side may say: code, column, rule."""
    there = set(frame.columns)
    tomorrow = pl.lit(today + timedelta(days=1))
    wanted: list[tuple[str, str, set[str], pl.Expr]] = [
        ("future_date", "service_date", {"service_date"}, pl.col("service_date") > tomorrow),
        ("too_many_modifiers", "modifiers", {"modifiers"}, pl.col("modifiers").list.len() > 4),
        ("bad_line_number", "line_number", {"line_number"}, ~pl.col("line_number").is_between(1, 1023)),
        ("bad_birth_date", "patient_birth_date", {"patient_birth_date", "service_date"},
         ~(pl.col("service_date") - pl.col("patient_birth_date")).dt.total_days().is_between(0, OLDEST)),
    ]  # fmt: skip
    if side == "claims":
        wanted += [
            ("total_row", "claim_id", {"claim_id"}, pl.col("claim_id").str.contains(_TOTAL)),
            ("claim_number_missing", "claim_id", {"claim_id"}, pl.col("claim_id").is_null()),
            ("date_missing", "service_date", {"service_date"}, pl.col("service_date").is_null()),
            ("code_missing", "code", {"code"}, pl.col("code").is_null()),
            ("amount_missing", "charge", {"charge"}, pl.col("charge").is_null()),
            ("bad_units", "units", {"units"}, pl.col("units") <= 0),
            ("sent_before_service", "submitted_date", {"submitted_date", "service_date"},
             pl.col("service_date") > pl.col("submitted_date") + pl.duration(days=1)),
        ]  # fmt: skip
    else:
        wanted += [
            ("total_row", "claim_id", {"claim_id"}, pl.col("claim_id").str.contains(_TOTAL)),
            ("bad_units", "units_paid", {"units_paid", "charge"}, (pl.col("units_paid") < 0) & (pl.col("charge") >= 0)),
            *(("paid_before_service", day, {day, "service_date"},
               pl.col("service_date") > pl.col(day) + pl.duration(days=1)) for day in ("payment_date",)),
        ]  # fmt: skip
    return [(code, name, rule) for code, name, needs, rule in wanted if needs <= there]


def _headings(
    cells: pl.DataFrame, frame: pl.DataFrame, wrong: Mapping[str, pl.Series], one: ColumnMap
) -> list[tuple[str, str, pl.Series]]:
    """Rows that head or sum up others, whatever stands in place of a claim number: the header again, and rows of a
    table of lines without day, code and answer; of a joined table these are not paid either."""
    theirs = one.columns.get("claim_id", ("",))
    found = [cells[theirs[0]].cast(pl.String).str.strip_chars() == theirs[0]] if len(theirs) == 1 and theirs[0] else []
    needs = ("service_date", "code") if one.table == "both" else ("service_date", "code", "payment_date")
    if one.table != "claims" and {"claim_id", *needs} <= set(frame.columns).intersection(one.columns):
        blank = [pl.col(name).is_null() for name in (*needs, "status") if name in frame.columns]
        unread = [pl.lit(wrong[name]) for name in needs if name in wrong]
        rule = pl.col("claim_id").is_not_null() & pl.all_horizontal(blank) & ~pl.any_horizontal(unread)
        found.append(frame.select(rule).to_series())
    return [("total_row", "claim_id", rows.fill_null(False)) for rows in found]


def _left_out(cells: pl.DataFrame, one: ColumnMap) -> list[tuple[str, str, pl.Series]]:
    """Rows that the map does not want."""
    return [
        (
            "left_out",
            name,
            ~cells[name]
            .cast(pl.String)
            .str.strip_chars()
            .str.to_lowercase()
            .is_in([v.lower() for v in values])
            .fill_null(False),
        )
        for name, values in one.only.items()
    ]


def _judged(frame: pl.DataFrame, checks: list[tuple[str, str, pl.Series]]) -> pl.DataFrame:
    """Add the first fault of each row and the column it stands in. What is no total row is judged by its cells."""
    order = ("total_row", "left_out")
    checks = sorted(checks, key=lambda check: order.index(check[0]) if check[0] in order else len(order))
    nothing = pl.lit(None, pl.String)
    codes = [pl.when(wrong).then(pl.lit(code)) for code, _, wrong in checks]
    names = [pl.when(wrong).then(pl.lit(name)) for _, name, wrong in checks]
    return frame.with_columns(pl.coalesce(*codes, nothing).alias(FAULT), pl.coalesce(*names, nothing).alias(COLUMN))
