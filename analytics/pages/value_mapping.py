"""What a table means beside its columns: words put into ours, what holds for all rows, adjustments in columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from analytics import words
from analytics.importers.delimited.column_map import ColumnMap, Cut
from analytics.tables.contract import inputs

UNSAID = "(not said)"
NO_COLUMN = "(none)"
INDICATOR = {
    "MB": "Medicare", "16": "Medicare Advantage", "MC": "Medicaid", "CI": "Commercial", "BL": "Blue Cross Blue Shield",
    "HM": "HMO", "CH": "TRICARE", "VA": "Veterans Affairs", "OF": "Other federal", "WC": "Workers compensation",
    "AM": "Automobile", "ZZ": "Other",
}  # fmt: skip
_OTHER_INDICATORS = ("11", "12", "13", "14", "15", "17", "DS", "FI", "LM", "MA", "TV")
_LIKELY = (
    (r"advantage|medicare (hmo|ppo|adv)|part c", "16"), (r"medicare", "MB"), (r"medicaid|medi-cal", "MC"),
    (r"tricare|champus", "CH"), (r"veteran|\bva\b", "VA"), (r"work\w* *comp", "WC"), (r"\bauto\b|automobile", "AM"),
    (r"blue (cross|shield)|bcbs", "BL"), (r"\bhmo\b", "HM"), (r"commercial|\bppo\b", "CI"),
)  # fmt: skip
STATUS = {
    "1": "Paid or answered as primary", "2": "Answered as secondary", "3": "Answered as tertiary", "4": "Denied",
    "19": "Primary, sent on", "20": "Secondary, sent on", "22": "Taken back (reversal)", "23": "Not ours, sent on",
    "25": "Estimate only",
}  # fmt: skip
_STATUS_LIKELY = (
    (r"revers|taken back|void", "22"), (r"den|reject", "4"), (r"second", "2"), (r"tert", "3"),
    (r"estimat|predet", "25"), (r"paid|primary|process|final|adjudic", "1"),
)  # fmt: skip
ONCE = ("billing_npi", "payer_source_name", "payer_source_id", "place_of_service")
FIXED = {
    "PR-1 deductible": ("PR", "1"), "PR-2 coinsurance": ("PR", "2"), "PR-3 copayment": ("PR", "3"),
    "CO-45 contract write-off": ("CO", "45"),
}  # fmt: skip


def said_besides(
    one: ColumnMap, guess: ColumnMap, header: Sequence[str], found: Mapping[str, list[str]]
) -> tuple[ColumnMap, list[str]]:
    """The map with words, constants and adjustments as chosen; and what stands against loading it."""
    with st.expander(
        "Payer classes and other words, what holds for every row, adjustments", expanded=_asks(one, found)
    ):
        one = _classes(one, guess, found)
        one = _statuses(one, guess, found)
        one, faults = _once(one, guess)
        if one.table != "claims":
            one = replace(one, adjustments=_adjustments(guess, header))
    return one, faults


def _asks(one: ColumnMap, found: Mapping[str, list[str]]) -> bool:
    """There are words that say nothing yet."""
    return bool(_unknown(found.get(_of(one, "status"), []), STATUS)) or not _knows_classes(one, found)


def _knows_classes(one: ColumnMap, found: Mapping[str, list[str]]) -> bool:
    own = found.get(_of(one, "filing_indicator"))
    return own is not None and not _unknown(own, INDICATOR)


def _of(one: ColumnMap, name: str) -> str:
    return one.columns.get(name, ("",))[0]


def _unknown(several: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """The words that are no code."""
    return [word for word in several if word.upper() not in known and word.upper() not in _OTHER_INDICATORS]


def likely(word: str, rules: Sequence[tuple[str, str]]) -> str:
    """What a word probably means, or nothing; shown before it is used."""
    return next((code for pattern, code in rules if re.search(pattern, word.lower())), "")


def _classes(one: ColumnMap, guess: ColumnMap, found: Mapping[str, list[str]]) -> ColumnMap:
    """The class of each payer: by the words of the column that says it, else by the payers' names."""
    payer = _of(one, "payer_source_name")
    own = _of(one, "filing_indicator") if _of(one, "filing_indicator") != payer else ""
    asked = _unknown(found.get(own or payer, []), {} if not own else INDICATOR)
    if not asked:
        return one
    st.markdown("**Which class is it?** What is proposed comes from the word alone: look at each.")
    picked = _words("class", asked, INDICATOR, guess.values.get("filing_indicator", {}), _LIKELY)
    if not any(picked.values()):
        columns = {ours: theirs for ours, theirs in one.columns.items() if own or ours != "filing_indicator"}
        return replace(one, columns=columns, values=_without(one.values, "filing_indicator"))
    columns = {**one.columns, "filing_indicator": (own or payer,)}
    return replace(one, columns=columns, values={**one.values, "filing_indicator": picked})


def _without(values: Mapping[str, Mapping[str, str]], name: str) -> dict[str, Mapping[str, str]]:
    return {ours: said for ours, said in values.items() if ours != name}


def _statuses(one: ColumnMap, guess: ColumnMap, found: Mapping[str, list[str]]) -> ColumnMap:
    """What each word of the claim's status means."""
    asked = _unknown(found.get(_of(one, "status"), []), STATUS)
    if not asked:
        return one
    st.markdown("**What does the status say?**")
    picked = _words("status", asked, STATUS, guess.values.get("status", {}), _STATUS_LIKELY)
    return replace(one, values={**one.values, "status": picked})


def _words(
    key: str,
    asked: Sequence[str],
    known: Mapping[str, str],
    before: Mapping[str, str],
    rules: Sequence[tuple[str, str]],
) -> dict[str, str]:
    """One box per word; a word that is not said has no value."""
    options = [UNSAID, *known]
    picked = {}
    with st.grid(3, min_column_width=230) as grid:
        for number, word in enumerate(asked):
            first = before.get(word, likely(word, rules))
            with grid.cell():
                code = st.selectbox(
                    words.plain(word), options, index=options.index(first) if first in options else 0,
                    format_func=_code_said, key=f"map-{key}-{number}",
                )  # fmt: skip
            picked[word] = "" if code == UNSAID else code
    return picked


def _code_said(code: str) -> str:
    """The word of a code; the two lists have none in common."""
    return {**INDICATOR, **STATUS}.get(code, code)


def _once(one: ColumnMap, guess: ColumnMap) -> tuple[ColumnMap, list[str]]:
    """Values that no column says and that are the same for every row."""
    known, faults = inputs(one.table), []
    free = [name for name in ONCE if name in known and name not in one.columns]
    constants = {name: value for name, value in guess.constants.items() if name not in ONCE and name not in one.columns}
    if free:
        st.markdown("**The same for every row** (leave empty what the file does not need)")
    with st.grid(3, min_column_width=230) as grid:
        for name in free:
            with grid.cell():
                value = st.text_input(
                    _label(name), value=guess.constants.get(name, ""), key=f"map-once-{name}", max_chars=60,
                    help=words.plain(known[name].meaning),
                ).strip()  # fmt: skip
            if value:
                constants[name] = value
    if not re.fullmatch(r"[0-9]{10}", constants.get("billing_npi", "0000000000")):
        faults.append("The billing NPI has ten digits.")
    return replace(one, constants=constants), faults


def _label(name: str) -> str:
    return {"billing_npi": "Billing NPI", "payer_source_id": "Payer id", "payer_source_name": "Payer"}.get(
        name, name.replace("_", " ").capitalize()
    )


def _adjustments(guess: ColumnMap, header: Sequence[str]) -> tuple[Cut, ...]:
    """Reason and amount side by side, as often as the file has them; one more row to add; or a column of codes."""
    pairs = [cut for cut in guess.adjustments if not cut.codes]
    codes = next((cut for cut in guess.adjustments if cut.codes), Cut())
    st.markdown("**Adjustments in columns beside the line**")
    shown = len(pairs) + 1 + int(st.session_state.get("map_more", 0))
    found = [_pair(number, pairs[number] if number < len(pairs) else Cut(), header) for number in range(shown)]
    listed = _column("Column of denial codes, without amounts", header, codes.codes, "map-cut-codes")
    st.button("One more adjustment", key="map_add", type="tertiary", on_click=_one_more)
    kept = [cut for cut in found if cut.amount and (cut.reason or cut.reason_code)]
    others = [cut for cut in guess.adjustments if cut.codes and cut.codes not in (codes.codes, listed)]
    return (*kept, *([Cut(codes=listed, group=codes.group)] if listed else []), *(others if listed else []))


def _one_more() -> None:
    st.session_state["map_more"] = int(st.session_state.get("map_more", 0)) + 1


def _pair(number: int, cut: Cut, header: Sequence[str]) -> Cut:
    """One adjustment: its amount, its reason (a column, or one that always holds), its group."""
    fixed = next((label for label, said in FIXED.items() if said == (cut.group_code, cut.reason_code)), "")
    with st.container(horizontal=True):
        amount = _column(f"Amount {number + 1}", header, cut.amount, f"map-cut-{number}-amount")
        reason = _column(f"Reason {number + 1}", [*FIXED, *header], cut.reason or fixed, f"map-cut-{number}-reason")
        group = _column(f"Group {number + 1}", header, cut.group, f"map-cut-{number}-group")
    if reason in FIXED:
        return replace(
            cut, amount=amount, reason="", group="", group_code=FIXED[reason][0], reason_code=FIXED[reason][1]
        )
    return replace(cut, amount=amount, reason=reason, group=group, group_code="", reason_code="")


def _column(label: str, options: Sequence[str], before: str, key: str) -> str:
    several = [NO_COLUMN, *options]
    chosen = st.selectbox(label, several, index=several.index(before) if before in several else 0, key=key)
    return "" if chosen == NO_COLUMN else str(chosen)
