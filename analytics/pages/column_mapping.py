"""A table that is no X12: which column is which, seen and corrected before it is loaded."""

import re
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.importers.delimited.column_map import DATE_FORMATS, MONEY_FORMATS, ColumnMap, MapError, parse, written
from analytics.pages import jobs
from analytics.pages.guard import guarded, guarded_call
from analytics.pages.jobs import LIMIT, not_taken, refusal, take
from analytics.pages.tables import Column, csv_of, table
from analytics.pages.value_mapping import said_besides
from analytics.tables.contract import Input, inputs, need_of

ABSENT = "(not in the file)"
KINDS = {"claims": "Claims", "remittances": "Remittances", "both": "Both, joined"}
_HELD = "table_held"


def table_map(folder: str) -> None:
    """The uploader; then the columns of the file with ours, the name of the map, and the button that loads."""
    held = st.session_state.get(_HELD)
    if not held:
        _choose(folder)
        return
    job = jobs.job_of(held["job"])
    if job is None or (not job.is_running and not job.document):
        _forget()
        return
    if job.document:
        _form(folder, held, job.document)


def _choose(folder: str) -> None:
    turn = st.session_state.setdefault("table_turn", 0)
    file = st.file_uploader(
        "A table of claims or remittances: CSV, XLSX or parquet",
        type=["csv", "tsv", "txt", "xlsx", "parquet"],
        key=f"table-{turn}",
        help="Its header is read by a separate process; you see which column is which before anything is loaded.",
    )
    st.caption(LIMIT)
    fault = (refusal([file]) if file else None) or not_taken()
    if fault:
        st.error(words.plain(fault))
    elif file:
        st.button(
            "Read its header",
            key="look",
            disabled=jobs.is_busy(),
            on_click=guarded_call("look", _look),
            args=(folder, turn),
        )


def _look(folder: str, turn: int) -> None:
    file = st.session_state.get(f"table-{turn}")
    if not file or refusal([file]):
        return
    held = take([file], Path(folder))
    if held is None:
        return
    place, (path,) = held
    st.session_state["table_turn"] = turn + 1
    name = jobs.start("Reading the header", ["look", str(path), "--store", folder])
    st.session_state[_HELD] = {"place": place, "path": str(path), "label": file.name, "job": name}
    jobs.watch_this(name)


def _forget() -> None:
    held = st.session_state.pop(_HELD, None)
    if held:
        held["place"].leave()


def _form(folder: str, held: dict[str, Any], found: dict[str, Any]) -> None:
    """Every needed or recognised column with its samples; the others behind a fold."""
    guess = parse(found["map"])
    st.markdown(f"**{words.plain(held['label'])}**: which column is which?")
    kind = st.segmented_control("It holds", list(KINDS), default=guess.table, format_func=_kind_said, key="map_kind")
    kind = kind or guess.table
    samples = {column["name"]: column["samples"] for column in found["columns"]}
    near = {column["name"]: column["nearest"] for column in found["columns"]}
    known = inputs(kind)
    first = [one for one in known.values() if one.name in guess.columns or _is_needed(kind, one.name)]
    rest = [one for one in known.values() if one not in first]
    picked = _pickers(first, guess, samples, kind)
    with st.expander(f"{len(rest)} further columns"):
        picked |= _pickers(rest, guess, samples, kind)
    one, faults = said_besides(_made(guess, kind, picked, found["formats"]), guess, list(samples), found["words"])
    _unused([name for name in samples if name not in one.sources], near)
    if one.missing():
        st.warning(words.plain(f"Still missing: {', '.join(_said(name) for name in one.missing())}."))
    for said in faults:
        st.warning(words.plain(said))
    if fault := st.session_state.pop("map_fault", ""):
        st.error(words.plain(f"This map cannot be used: {fault}."))
    dry = None if one.missing() or faults else _dry_run(folder, held, written(one))
    loads_nothing = dry is not None and not dry.get("rows", {"load": 1})["load"]
    with st.container(horizontal=True):
        st.button(
            "Load it", key="map_load", type="primary",
            disabled=bool(one.missing() or faults or loads_nothing) or jobs.is_busy(),
            on_click=guarded_call("upload", _load), args=(folder, held, one),
        )  # fmt: skip
        st.button("Leave it", key="map_leave", type="tertiary", on_click=guarded_call("upload", _forget))


def _unused(names: list[str], near: dict[str, str]) -> None:
    """Columns nobody reads: what sounds like money, a status, a date or a denial is pointed at."""
    telling = [f"{name} (nearest: {_said(near[name])})" for name in names if near.get(name)]
    rest = [name for name in names if not near.get(name)]
    if telling:
        st.warning(
            words.plain(f"Not used, and perhaps needed: {', '.join(telling)}. Choose it above, or it is in no number.")
        )
    if rest:
        st.caption(words.plain(f"Not used: {', '.join(rest)}. Samples of these, and of patients, are shown as shapes."))


REFUSALS = (
    Column("rows", "Rows", "count"),
    Column("first", "First row", "count"),
    Column("reason", "Why it is refused", width="large"),
    Column("next_step", "Next step", width="large"),
)


def _dry_run(folder: str, held: dict[str, Any], text: str) -> dict[str, Any] | None:
    """What would load by this map, as another process counts it; None until it has."""
    checks = held.setdefault("checks", {})
    job = jobs.job_of(checks.get(text))
    if job is None:
        running = [other for name in checks.values() if (other := jobs.job_of(name)) and other.is_running]
        if not running:
            path = held["place"].path / f"check-{len(checks)}.toml"
            path.write_text(text, encoding="utf-8")
            checks[text] = jobs.start("Dry run", ["look", held["path"], "--map", str(path), "--store", folder])
        _checking(checks.get(text) or list(checks.values())[-1])
        return None
    if job.is_running:
        _checking(checks[text])
        return None
    dry: dict[str, Any] = (job.document or {}).get("dry_run") or {"said": job.complaint or "", "rows": {"load": 0}}
    _shown(dry, Path(held["label"]).stem)
    return dry


@st.fragment(run_every=0.3)
def _checking(name: str) -> None:
    with guarded("job"):
        job = jobs.job_of(name)
        if job is not None and job.is_running:
            st.caption("Dry run: counting what would load and what would be refused …")
            return
    st.rerun()


def _shown(dry: dict[str, Any], name: str) -> None:
    """The dry run in one sentence; refusals by reason, each with its rows to take along; what will be noted."""
    rows = dry.get("rows", {"load": 1, "refused": 0})
    tone = st.error if not rows["load"] else st.warning if rows.get("refused") else st.success
    tone(words.plain(f"Dry run, nothing is loaded yet. {dry['said']}"))
    refusals = pl.DataFrame(dry.get("refusals", []))
    if refusals.height:
        table(refusals, REFUSALS, key="dry-refusals", alt="What would be refused, by reason")
        st.download_button(
            "Refused rows", partial(_refused_rows, dry["rejects"]), f"{name} refused rows.csv", "text/csv",
            key="dry-refused", on_click="ignore", icon=":material/download:",
            help="Row and reason of each, nothing of its content; at most 100 rows of each reason.",
        )  # fmt: skip
    notes = [one for one in dry.get("warnings", []) if one["code"] not in ("columns_unused", "columns_telling")]
    if notes:
        with st.expander(f"{words.number_of(len(notes), 'note')} on what would load"):
            for one in notes:
                st.markdown(f"- {words.plain(one['reason'])} {words.plain(one['next_step'])}")


def _refused_rows(rejects: list[dict[str, Any]]) -> bytes:
    return csv_of(
        pl.DataFrame([{"row": one["position"], "why": one["reason"], "next step": one["next_step"]} for one in rejects])
    )


def _is_needed(kind: str, name: str) -> bool:
    sides = ("claims", "remittances") if kind == "both" else (kind,)
    return any(need_of(side, name) != "no" for side in sides)


def _pickers(several: list[Input], guess: ColumnMap, samples: dict[str, list[str]], kind: str) -> dict[str, str]:
    """One selectbox per column of ours; what is chosen by its name."""
    found = {}
    with st.grid(3, min_column_width=230) as grid:
        for one in several:
            options = [ABSENT, *samples]
            theirs = guess.columns.get(one.name, (ABSENT,))[0]
            with grid.cell():
                chosen = st.selectbox(
                    _said(one.name), options, index=options.index(theirs) if theirs in options else 0,
                    key=f"map-{kind}-{one.name}", help=words.plain(one.meaning),
                )  # fmt: skip
                if chosen != ABSENT:
                    st.caption(words.plain(", ".join(samples[chosen]) or "no values"))
                    found[one.name] = chosen
    return found


def _said(name: str) -> str:
    said = " or ".join(part.replace("_source", "").replace("_", " ") for part in name.split(" or ")).capitalize()
    return re.sub(r"\b(npi|ndc)\b", lambda word: word[0].upper(), said, flags=re.IGNORECASE)


def _made(guess: ColumnMap, kind: str, picked: dict[str, str], formats: dict[str, str]) -> ColumnMap:
    """The map that the choices make; lists of several columns stay as guessed unless changed."""
    columns = {
        ours: guess.columns[ours] if guess.columns.get(ours, ("",))[0] == theirs else (theirs,)
        for ours, theirs in picked.items()
    }
    days, amounts = ["", *DATE_FORMATS], ["", *MONEY_FORMATS]
    with st.container(horizontal=True):
        day = st.selectbox(
            "Dates are written",
            days,
            index=_at(days, guess.date_format or formats["day"]),
            key="map_day",
            format_func=_as_found,
        )
        money = st.selectbox(
            "Money is written",
            amounts,
            index=_at(amounts, guess.money_format or formats["money"]),
            key="map_money",
            format_func=_as_found,
        )
        name = st.text_input(
            "Name of this map",
            value=guess.name,
            key="map_name",
            max_chars=60,
            help="The next file with these columns is read the same way.",
        )
    adjustments = guess.adjustments if kind != "claims" else ()
    return ColumnMap(
        name.strip(), kind, columns, day, money, guess.empty, guess.constants, guess.values, guess.only, adjustments
    )


def _as_found(style: str) -> str:
    return style or "as found"


def _kind_said(kind: str) -> str:
    return KINDS[kind]


def _at(options: list[str], wanted: str) -> int:
    return options.index(wanted) if wanted in options else 0


def _load(folder: str, held: dict[str, Any], one: ColumnMap) -> None:
    """Writes the map beside the file and starts the same job as for X12 files."""
    place, text = held["place"], written(one)
    try:
        parse(text)
    except MapError as error:
        st.session_state["map_fault"] = str(error)
        return
    map_path = place.path / "map.toml"
    map_path.write_text(text, encoding="utf-8")
    args = ["ingest", held["path"], "--map", str(map_path), "--store", folder]
    st.session_state.pop(_HELD, None)
    jobs.watch_this(jobs.start("Loading", args, place))


def file_needs() -> None:
    """The input contract, as a table per kind of file."""
    from analytics.tables.contract import TABLES, described

    columns = (
        Column("column", "Column"), Column("kind", "Kind"), Column("needed", "Needed"),
        Column("meaning", "Meaning, and where an 837P or 835 has it", width="large"), Column("example", "Example"),
        Column("also_called", "Names in common exports", width="large"),
    )  # fmt: skip
    for side in TABLES:
        with st.expander(f"What a file of {side} needs"):
            table(described(side), columns, key=f"needs-{side}", alt=f"Columns of a file of {side}")
