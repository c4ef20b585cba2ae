"""A report as text and back, exactly: what was said in March can be read as it was said."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from analytics.charts import model as chart
from analytics.report import model
from analytics.report.model import Report

KINDS: dict[str, type] = {
    name: kind
    for module in (chart, model)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and is_dataclass(kind)
}
"""Every value that a report can be made of; a kind or a field that a newer program left out is not read back."""


@dataclass(frozen=True)
class Earlier:
    """A report that was made before, for which month and what, and how many files came in since."""

    report: Report
    asked: str
    made_at: str
    snap: int
    build: int
    files_since: int = 0


def to_json(report: Report) -> str:
    """The report as one line of text."""
    return json.dumps(_plain(report), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def from_json(text: str) -> Report:
    """The report that such a text says."""
    report = _value(json.loads(text))
    assert isinstance(report, Report)
    return report


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__, **{one.name: _plain(getattr(value, one.name)) for one in fields(value)}}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return {"is": "date", "on": value.isoformat()}
    if isinstance(value, bytes):
        return {"is": "bytes", "base64": base64.b64encode(value).decode("ascii")}
    return value


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(one) for one in plain)
    if not isinstance(plain, dict):
        return plain
    name = plain["is"]
    if name in _SIMPLE:
        return _SIMPLE[name](plain)
    known = {one.name for one in fields(KINDS[name])}
    return KINDS[name](**{key: _value(one) for key, one in plain.items() if key in known})


_SIMPLE: dict[str, Callable[[dict[str, str]], object]] = {
    "date": lambda plain: date.fromisoformat(plain["on"]),
    "bytes": lambda plain: base64.b64decode(plain["base64"]),
}


def newest(earlier: Sequence[Earlier], month: date, now: tuple[int, int]) -> Earlier | None:
    """The newest report of a month that was made of earlier data."""
    mine = [one for one in earlier if one.report.month == month and (one.snap, one.build) < now]
    return max(mine, key=lambda one: (one.snap, one.build, one.made_at), default=None)
