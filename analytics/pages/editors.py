"""A table that a visitor edits: cells are kept until Save, written together, and brought into the numbers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.payer_provider_summary import alias_sentences, payers_sentence, providers_sentence
from analytics.pages import cache, components, jobs
from analytics.pages.guard import guarded_call
from analytics.pages.session import DataVersion, facts
from analytics.pages.tables import FORMATS, Column, shaped
from analytics.questions.limits import limits, published_words
from analytics.store import Store, StoreError
from analytics.store.user_data import (
    LIMIT_DAYS,
    LIMIT_FROM,
    MOST_DAYS,
    MOST_LETTERS,
    PayerEdit,
    PayerLimit,
    ProviderEdit,
    save_limits,
    save_payers,
    save_providers,
)

Edited = Mapping[int, Mapping[str, Any]]
"""Place of a row → label of a column → what was typed there."""
Save = Callable[[Edited], bool]
"""Writes what was typed; False when it changes nothing."""
MOST = 12


def editor(
    at: DataVersion,
    frame: pl.DataFrame,
    columns: Sequence[Column],
    cells: Mapping[str, Any],
    save: Save,
    *,
    name: str,
    alt: str,
) -> None:
    """Draws a table whose `cells` (label → how it is edited) may be changed, and its Save."""
    # Another build has other rows in other places: what was typed must never land on them.
    key = f"{name}-{at.snapshot}-{at.build}"
    read_only = {
        column.label: FORMATS[column.kind](column.label, help=column.help, width=column.width)
        for column in columns
        if column.label not in cells
    }
    with st.form(f"{name}-form", border=False):
        st.data_editor(
            shaped(frame, columns),
            hide_index=True,
            column_config={**read_only, **cells},
            disabled=list(read_only),
            height="content" if frame.height <= MOST else 35 * (MOST + 1),
            placeholder="",
            key=key,
            alt=alt,
        )
        st.form_submit_button(
            f"Save {name}",
            disabled=jobs.is_busy(),
            on_click=guarded_call("edits", partial(submit, at.folder, name, key, save)),
        )
    _tell(st.session_state.get(f"{name}-said"))


def submit(folder: str, name: str, key: str, save: Save) -> None:
    """Writes what was typed and starts the build; else keeps the sentence that says why not."""
    typed = st.session_state[key]["edited_rows"]
    try:
        changed = bool(typed) and save({int(place): cells for place, cells in typed.items()})
    except StoreError as error:
        st.session_state[f"{name}-said"] = ("wrong", str(error))
        return
    if changed:
        jobs.begin("Bringing your edits into the numbers", ["build", "--store", folder])
    said = "Saved; the numbers follow." if changed else "Nothing was changed."
    st.session_state[f"{name}-said"] = ("saved" if changed else "note", said)


def _tell(said: tuple[str, str] | None) -> None:
    if said is None:
        return
    tone, sentence = said
    if tone == "wrong":
        st.error(words.plain(sentence))
    elif tone == "note" or jobs.is_busy():
        st.caption(words.plain(sentence))


_CLASS = {label: name for name, label in words.PAYER_CLASS.items()}

COLUMNS = (
    Column("standing", "Standing", width=92, help="To confirm: indicator unknown, or the name hints at another class"),
    Column("source_name", "Name in the files", width=165, said=words.name),
    Column("source_id", "Id", width=60, help="Payer id as the files write it"),
    Column("filing_indicator", "Filing", width=55, help="Claim filing indicator (SBR09, CLP06) as the files write it"),
    Column("payer_name", "Payer", said=words.name),
    Column("payer_class", "Class", said=words.payer_class),
    Column("confirmed", "Confirmed"),
    Column("accepted_from", "Accepted from", "day"),
    Column("undo", "Undo"),
    Column("charge_cents", "Charged", "dollars", "Charges of the claim lines and remitted claims that carry it"),
    Column("row_count", "Rows", "count", "Claim lines and remitted claims that carry it"),
)
CELLS: Mapping[str, Any] = {
    "Payer": st.column_config.TextColumn(
        "Payer",
        width=170,
        required=True,
        max_chars=MOST_LETTERS,
        help="Rows with the same name and class are one payer",
    ),
    "Class": st.column_config.SelectboxColumn(
        "Class", width=140, required=True, options=list(_CLASS), help="A class you choose counts as confirmed"
    ),
    "Confirmed": st.column_config.CheckboxColumn("Confirmed", width=98, help="You looked at the class"),
    "Accepted from": st.column_config.DateColumn(
        "Accepted from",
        width=118,
        format="MM/DD/YYYY",
        help="From this day of service on you take what the payer pays as its price: only quarters that begin on it or "
        "later say what is usual, so a cut before it is no shortfall any more. Empty: a cut stays a shortfall for four "
        "quarters",
    ),
    "Undo": st.column_config.CheckboxColumn("Undo", width=68, help="Tick and save to go back to what the files say"),
}


def payer_edits(at: DataVersion) -> None:
    """What rests on unconfirmed classes, payers that may be one, and the table to say so."""
    payers = cache.payer_rows(at)
    components.titled(
        payers_sentence(payers),
        "Click a cell to change it, then save. A row without indicator stands for every indicator of that payer, "
        "one without id for every id of that name, unless they are edited themselves.",
    )
    for sentence in alias_sentences(cache.payer_aliases(at)):
        st.info(words.plain(sentence))
    if payers.height:
        save = partial(_save, at, payers)
        editor(at, shown(payers), COLUMNS, CELLS, save, name="payers", alt="Payers with name, class and confirmation")


def shown(payers: pl.DataFrame) -> pl.DataFrame:
    """The rows with their standing in words and a box that undoes."""
    standing = (
        pl.when(pl.col("needs_confirmation"))
        .then(pl.lit("To confirm"))
        .when(pl.col("confirmed"))
        .then(pl.lit("Confirmed"))
        .when(pl.col("is_edited"))
        .then(pl.lit("Edited"))
        .otherwise(pl.lit("As in the files"))
    )
    return payers.with_columns(standing=standing, undo=pl.lit(False))


def _save(at: DataVersion, payers: pl.DataFrame, typed: Edited) -> bool:
    rows = payers.to_dicts()
    return save_payers(Store.open(at.folder), [edit_of(rows[place], cells) for place, cells in typed.items()])


def edit_of(row: Mapping[str, Any], cells: Mapping[str, Any]) -> PayerEdit:
    """What was typed into a row, less what the files say anyway."""
    whose = PayerEdit(row["source_id"], row["source_name"], row["filing_indicator"])
    if cells.get("Undo"):
        return whose
    chosen = _CLASS.get(cells["Class"], "") if "Class" in cells else row["payer_class"]
    by_hand = "Class" in cells and chosen != row["file_class"]
    confirmed = bool(cells.get("Confirmed", by_hand or ("Class" not in cells and row["confirmed"])))
    return PayerEdit(
        *whose.key,
        name=_name(row, cells),
        payer_class=chosen if confirmed or chosen != row["file_class"] else None,
        confirmed=confirmed,
        accepted_from=_accepted(row, cells),
    )


def _accepted(row: Mapping[str, Any], cells: Mapping[str, Any]) -> date | None:
    if "Accepted from" not in cells:
        return row.get("accepted_from")
    typed = cells["Accepted from"]
    return date.fromisoformat(str(typed)[:10]) if typed else None


def _name(row: Mapping[str, Any], cells: Mapping[str, Any]) -> str | None:
    typed = (cells["Payer"] or "").strip() if "Payer" in cells else words.name(row["payer_name"])
    if typed == words.name(row["payer_name"]):
        return row["edited_name"]  # type: ignore[no-any-return]
    return None if typed in (row["source_name"], words.name(row["source_name"])) else typed


_DAYS = {
    "appeal_days": ("Appeal", "Days from the denial"),
    "second_appeal_days": ("Second", "Days for a second appeal, from the decision of the first"),
    "corrected_days": ("Correction", "Days for a corrected claim; without them the filing limit holds"),
    "filing_days": ("Claim", "Days for a new claim"),
}
_WIDTHS = {"Correction": 115}
_FROM = {"corrected_from": "Correction from", "filing_from": "Claim from"}
LIMITS = (
    Column("payer_name", "Payer", width=165, said=words.name),
    Column("payer_class", "Class", said=words.payer_class),
    Column("usual", "Usual", width=115, help="Within so many days 95 % of the denials that came back did so"),
    *(Column(name, _DAYS[name][0], "count") for name in ("appeal_days", "second_appeal_days", "corrected_days")),
    Column("corrected_from", _FROM["corrected_from"]),
    Column("filing_days", _DAYS["filing_days"][0], "count"),
    Column("filing_from", _FROM["filing_from"]),
    Column("valid_from", "In force from", "day"),
    Column("source", "Where it stands"),
    Column("published", "Published, not in force", width=320, help="The same brand differs by state and product"),
)
LIMIT_CELLS: Mapping[str, Any] = {
    **{
        label: st.column_config.NumberColumn(
            label, width=_WIDTHS.get(label, 90), min_value=1, max_value=MOST_DAYS, step=1, help=said
        )
        for label, said in _DAYS.values()
    },
    **{
        label: st.column_config.SelectboxColumn(label, width=135, options=list(LIMIT_FROM), help="What is counted from")
        for label in _FROM.values()
    },
    "In force from": st.column_config.DateColumn(
        "In force from", width=125, format="MM/DD/YYYY", help="Another day begins a new period; empty: always"
    ),
    "Where it stands": st.column_config.TextColumn("Where it stands", width=150, max_chars=MOST_LETTERS),
}


def limit_edits(at: DataVersion) -> None:
    """Until when each payer takes what, as the contract says; Medicare's own limits are built in."""
    rows = [row for row in limits(Store.open(at.folder), facts(at)) if row["payer_class"] != "medicare"]
    unset = len({row["payer_id"] for row in rows if not any(row[name] for name in LIMIT_DAYS)})
    said = "Every payer has a limit" if not unset else f"{words.number_of(unset, 'payer')} without a set limit"
    components.titled(
        f"{said}: until when an appeal, a correction or a claim is taken",
        "Without one nothing has a last day, and what is older than usual counts as too late. Type the days of your "
        "contract; published ones are suggestions, and hold only once you type them.",
    )
    if rows:
        save = partial(_save_limits, at, rows)
        alt = "Payers with their limits in days, what is usual there, and what is published"
        editor(at, _limits_shown(rows), LIMITS, LIMIT_CELLS, save, name="limits", alt=alt)


def _limits_shown(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The rows with what is usual and what is published in words."""
    usual = [f"{row['usual_days']} days ({row['usual_of']})" if row["usual_days"] is not None else "" for row in rows]
    texts = ("payer_name", "payer_class", *_FROM, "source")
    return pl.DataFrame(
        {
            **{name: pl.Series([row[name] for row in rows], dtype=pl.String) for name in texts},
            **{name: pl.Series([row[name] for row in rows], dtype=pl.Int64) for name in _DAYS},
            "valid_from": pl.Series([_day(row["valid_from"]) for row in rows], dtype=pl.Date),
            "usual": usual,
            "published": [published_words(row["suggestions"]) for row in rows],
        }
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _save_limits(at: DataVersion, rows: list[dict[str, Any]], typed: Edited) -> bool:
    return save_limits(Store.open(at.folder), [limit_of(rows[place], cells) for place, cells in typed.items()])


def limit_of(row: Mapping[str, Any], cells: Mapping[str, Any]) -> PayerLimit:
    """What was typed into a row of limits, with what stood there."""
    labels = {**{name: label for name, (label, _) in _DAYS.items()}, **_FROM, "source": "Where it stands"}
    said = {name: cells.get(label, row[name]) for name, label in labels.items()}
    days: dict[str, Any] = {name: int(said[name]) if said[name] else None for name in LIMIT_DAYS}
    texts: dict[str, Any] = {name: said[name] or None for name in (*_FROM, "source")}
    since = cells.get("In force from", row["valid_from"])
    return PayerLimit(row["payer_id"], **days, **texts, valid_from=_day(since))


PROVIDER_COLUMNS = (
    Column("npi", "NPI"),
    Column("file_name", "Name in the files", width="medium", said=words.name),
    Column("name", "Name", said=words.name),
    Column("taxonomy", "Taxonomy"),
    Column("site", "Site"),
    Column("lines", "96372 lines", "count", "Lines of 96372 rendered"),
    Column("undo", "Undo"),
)
PROVIDER_CELLS: Mapping[str, Any] = {
    "Name": st.column_config.TextColumn("Name", width="medium", required=True, max_chars=MOST_LETTERS),
    "Taxonomy": st.column_config.TextColumn(
        "Taxonomy", max_chars=10, help="363L…, 363A… and 364S… are paid 85 % of the Medicare fee"
    ),
    "Site": st.column_config.TextColumn("Site", max_chars=MOST_LETTERS, help="Where they work, as you call it"),
    "Undo": st.column_config.CheckboxColumn("Undo", width=80, help="Tick and save to go back to what the files say"),
}


def provider_edits(at: DataVersion) -> None:
    """Who was seen in the files, and the table to correct it."""
    providers = cache.provider_rows(at)
    components.titled(providers_sentence(providers), "Click a cell to change it, then save.")
    if providers.height:
        rows = providers.with_columns(undo=pl.lit(False))
        save = partial(_save_provider, at, providers)
        editor(
            at,
            rows,
            PROVIDER_COLUMNS,
            PROVIDER_CELLS,
            save,
            name="providers",
            alt="Providers with name, taxonomy and site",
        )


def _save_provider(at: DataVersion, providers: pl.DataFrame, typed: Edited) -> bool:
    rows = providers.to_dicts()
    return save_providers(
        Store.open(at.folder), [provider_edit_of(rows[place], cells) for place, cells in typed.items()]
    )


def provider_edit_of(row: Mapping[str, Any], cells: Mapping[str, Any]) -> ProviderEdit:
    """What was typed into a row, less what the files say anyway."""
    if cells.get("Undo"):
        return ProviderEdit(row["npi"])
    name = _provider_name(row, cells)
    taxonomy = (cells["Taxonomy"] or "").strip().upper() if "Taxonomy" in cells else row["taxonomy"]
    site = (cells["Site"] or "").strip() if "Site" in cells else row["site"]
    return ProviderEdit(
        row["npi"],
        name=None if name == row["file_name"] else name,
        taxonomy=None if taxonomy in ("", row["file_taxonomy"]) else taxonomy,
        site=site or None,
    )


def _provider_name(row: Mapping[str, Any], cells: Mapping[str, Any]) -> str | None:
    if "Name" not in cells:
        return row["name"]  # type: ignore[no-any-return]
    typed = (cells["Name"] or "").strip()
    return row["file_name"] if typed == words.name(row["file_name"]) else typed
