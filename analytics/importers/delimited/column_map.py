"""A column map: which column of a file is which of ours, how it writes dates and money, and what its words mean."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analytics.tables.contract import NEEDED, inputs

EMPTY = ("", "NULL", "NA", "N/A", "NONE", "-")
MONEY_FORMATS = ("1234.50", "$1,234.50", "1.234,50")
DATE_FORMATS = {
    "YYYY-MM-DD": "%Y-%m-%d",
    "MM/DD/YYYY": "%m/%d/%Y",
    "DD/MM/YYYY": "%d/%m/%Y",
    "MM/DD/YY": "%m/%d/%y",
    "MM-DD-YYYY": "%m-%d-%Y",
    "YYYYMMDD": "%Y%m%d",
    "DD.MM.YYYY": "%d.%m.%Y",
    "DD-MON-YYYY": "%d-%b-%Y",
    "YYYY/MM/DD": "%Y/%m/%d",
    "DD/MM/YY": "%d/%m/%y",
    "DD-MM-YYYY": "%d-%m-%Y",
    "MM-DD-YY": "%m-%d-%y",
    "MM.DD.YYYY": "%m.%d.%Y",
    "MMDDYYYY": "%m%d%Y",
    "DD-MON-YY": "%d-%b-%y",
    "DD MON YYYY": "%d %b %Y",
    "MON DD, YYYY": "%b %d, %Y",
    "MONTH DD, YYYY": "%B %d, %Y",
}
TABLES = ("claims", "remittances", "both")
_KEYS = ("name", "table", "date_format", "money_format", "empty", "columns", "constants", "values", "only")


class MapError(ValueError):
    """A map that cannot be used: what is wrong with it, in one sentence."""


@dataclass(frozen=True)
class Cut:
    """Where one adjustment stands beside its line: columns, or a group and reason that always hold for a column."""

    group: str = ""
    reason: str = ""
    amount: str = ""
    quantity: str = ""
    codes: str = ""
    """A column of codes such as CO-97, without amounts."""
    group_code: str = ""
    reason_code: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(name for name in (self.group, self.reason, self.amount, self.quantity, self.codes) if name)


@dataclass(frozen=True)
class ColumnMap:
    """How a file is read; formats left empty are found from the values, where these leave no doubt."""

    name: str
    table: str
    columns: Mapping[str, tuple[str, ...]]
    date_format: str = ""
    money_format: str = ""
    empty: tuple[str, ...] = EMPTY
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    adjustments: tuple[Cut, ...] = ()

    @property
    def sides(self) -> tuple[str, ...]:
        return ("claims", "remittances") if self.table == "both" else (self.table,)

    @property
    def sources(self) -> set[str]:
        """The columns of the file that it names."""
        named = {name for names in self.columns.values() for name in names}
        return named | {name for cut in self.adjustments for name in cut.sources} | set(self.only)

    def missing(self) -> list[str]:
        """What every file must have and this map does not say, as "a or b"."""
        said = set(self.columns) | set(self.constants)
        if "patient_name" in said:
            said.add("patient_last")
        groups = dict.fromkeys(group for side in self.sides for group in NEEDED[side])
        return [" or ".join(group) for group in groups if not said.intersection(group)]

    def fits(self, header: Iterable[str]) -> bool:
        """Every column it names is there."""
        return self.sources <= set(header)


def parse(text: str) -> ColumnMap:
    """A map from its TOML; a MapError says what is wrong with it."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MapError(f"it is no TOML ({str(error).splitlines()[0]})") from None
    unknown = set(said) - {*_KEYS, "adjustments"}
    if unknown:
        raise MapError(f"{sorted(unknown)[0]!r} is no key of a map; known are {', '.join(_KEYS)}, adjustments")
    try:
        return _checked(_map(said))
    except (TypeError, AttributeError):
        raise MapError("a key holds a value of another kind than it should") from None


def _map(said: Mapping[str, Any]) -> ColumnMap:
    return ColumnMap(
        name=str(said.get("name", "")),
        table=str(said.get("table", "")),
        columns={ours: _names(theirs) for ours, theirs in said.get("columns", {}).items()},
        date_format=str(said.get("date_format", "")),
        money_format=str(said.get("money_format", "")),
        empty=tuple(map(str, said.get("empty", EMPTY))),
        constants={ours: str(value) for ours, value in said.get("constants", {}).items()},
        values={ours: {str(a): str(b) for a, b in words.items()} for ours, words in said.get("values", {}).items()},
        only={theirs: _names(values) for theirs, values in said.get("only", {}).items()},
        adjustments=tuple(
            Cut(**{key: str(value) for key, value in cut.items()}) for cut in said.get("adjustments", [])
        ),
    )


def _names(theirs: Any) -> tuple[str, ...]:
    return (theirs,) if isinstance(theirs, str) else tuple(map(str, theirs))


def _checked(one: ColumnMap) -> ColumnMap:
    if one.table not in TABLES:
        raise MapError(f'table must be one of {", ".join(TABLES)}; write table = "claims"')
    known = inputs(one.table)
    for name in (*one.columns, *one.constants, *one.values):
        if name not in known:
            raise MapError(f"{name!r} is no column of ours; the list: reimburse template {one.sides[0]} --out FILE.csv")
    if one.money_format and one.money_format not in MONEY_FORMATS:
        raise MapError(f"money_format must be one of {'  '.join(MONEY_FORMATS)}")
    if one.date_format and one.date_format not in DATE_FORMATS and "%" not in one.date_format:
        raise MapError(f"date_format must be one of {', '.join(DATE_FORMATS)}")
    return one


def written(one: ColumnMap) -> str:
    """The map as TOML; reading it again gives the same map."""
    heads = [("name", one.name), ("table", one.table), ("date_format", one.date_format)]
    heads += [("money_format", one.money_format)]
    lines = [f"{key} = {_said(value)}" for key, value in heads if value]
    if one.empty != EMPTY:
        lines.append(f"empty = {_said(list(one.empty))}")
    columns = {ours: theirs[0] if len(theirs) == 1 else list(theirs) for ours, theirs in one.columns.items()}
    lines += _section("columns", columns) + _section("constants", one.constants)
    for ours, words in one.values.items():
        lines += _section(f"values.{_said(ours)}", words)
    lines += _section("only", {theirs: list(values) for theirs, values in one.only.items()})
    for cut in one.adjustments:
        said = {key: value for key, value in vars(cut).items() if value}
        lines += ["", "[[adjustments]]", *(f"{key} = {_said(value)}" for key, value in said.items())]
    return "\n".join(lines) + "\n"


def _section(name: str, pairs: Mapping[str, Any]) -> list[str]:
    return ["", f"[{name}]", *(f"{_said(key)} = {_said(value)}" for key, value in pairs.items())] if pairs else []


def _said(value: Any) -> str:
    """A TOML string or list of strings: JSON writes both the same way, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
