"""What each patient adds to the report's numbers: only to see which of them rest on so few that nobody may be told."""

from datetime import date

import duckdb
import polars as pl

from analytics.metrics.cubes import View
from analytics.query import Query

TEXT, DAY, COUNT, FLAG = pl.String(), pl.Date(), pl.Int64(), pl.Boolean()
_COUNTED = (
    "lines", "left_out", "answered_initial", "denied_initial", "answered_open", "denied_open", "answered_definition",
    "denied_definition", "claims_answered", "claims_denied", "denied_valued", "routed", "answered_or_routed",
    "capitated", "encounter_rate", "overturned", "first_pass", "first_pass_base", "allowed_lines", "open_valued",
    "shifted_lines", "office_pairs", "answered_pairs", "em_lost_first", "em_lost_open", "em_standing", "em_beside",
    "em_reduced", "answered_pairs_with_25", "em_lost_with_25", "bundled_first", "authorization_first", "priced_lines",
    "settled_lines", "responded", "definition_unsure", "definition_asked", "em_first_unsure", "em_first_asked",
)  # fmt: skip
PATIENT_COUNTS = Query(
    "ask/patient_counts.sql",
    pl.Schema(
        {
            **dict.fromkeys(("patient", "payer_id", "payer_name", "payer_class"), TEXT),
            "month": DAY,
            "category": TEXT,
            **dict.fromkeys(_COUNTED, COUNT),
        }
    ),
)
PATIENT_LEAKS = Query(
    "ask/patient_leaks.sql",
    pl.Schema(
        {
            **dict.fromkeys(("patient", "leak_class", "rule", "side"), TEXT),
            "is_drug": FLAG,
            "month": DAY,
            **dict.fromkeys(("is_workable", "is_late"), FLAG),
            **dict.fromkeys(("lines", "amount_cents", "worth_cents"), COUNT),
        }
    ),
)
PATIENT_OPEN = Query(
    "ask/patient_open.sql",
    pl.Schema({"patient": TEXT, "age": TEXT, "side": TEXT, "lines": COUNT, "expected_cents": COUNT}),
)
PATIENT_CASH = Query(
    "ask/patient_cash.sql",
    pl.Schema({"patient": TEXT, "month": DAY, "paid_cents": COUNT, "taken_back_cents": COUNT}),
)


def patient_counts(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per patient, payer, month and category of denial: lines that count in each measure."""
    params = {name: value for name, value in view.params(None).items() if name != "as_of"}
    return PATIENT_COUNTS(cursor, **params, definition=view.definition)


def patient_leaks(
    cursor: duckdb.DuckDBPyConnection, view: View, closed: tuple[str, ...], *, work_cost_cents: int
) -> pl.DataFrame:
    """One row per patient, cause and kind of line, and month: what leaked; the period of the view plays no part."""
    more = {"basis": view.basis, "closed": list(closed), "work_cost_cents": work_cost_cents}
    return PATIENT_LEAKS(cursor, **_lists(view), **more)


def patient_open(cursor: duckdb.DuckDBPyConnection, view: View, as_of: date) -> pl.DataFrame:
    """One row per patient, age and side of what is open; the period of the view plays no part."""
    return PATIENT_OPEN(cursor, **_lists(view), as_of=as_of)


def patient_cash(cursor: duckdb.DuckDBPyConnection, view: View, start: date, until: date) -> pl.DataFrame:
    """One row per patient and month of the remittance: cents paid and taken back."""
    return PATIENT_CASH(cursor, **_lists(view), start=start, through=until)


def _lists(view: View) -> dict[str, object]:
    params = view.params(None)
    return {name: params[name] for name in ("payer_classes", "payers", "providers", "places", "drugs")}
