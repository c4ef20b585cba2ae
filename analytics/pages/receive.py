"""Files that visitors drop: kept in a private folder of the store for the child that reads them, then removed."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import streamlit as st

from analytics import words
from analytics.pages import jobs, work
from analytics.pages.guard import guarded_call
from analytics.store import StoreError
from analytics.store.errors import said_plainly
from analytics.store.ledger import prepare
from analytics.store.scratch import Place, take_place

MOST_BYTES = 50 << 20
MOST_FILES = 500
LIMIT = "At most 50 MB a file; load larger ones with: reimburse ingest FILE"
"""Said where files are dropped: the browser refuses what is larger and says nothing of the command."""
_ODD = re.compile(r"[^\w.,()\[\] -]")


class Upload(Protocol):
    """What a visitor dropped."""

    name: str
    size: int

    def getbuffer(self) -> memoryview: ...


def receive(folder: str) -> None:
    """The uploader, the progress of loading, and what came of it."""
    st.markdown("**Load files**")
    turn = st.session_state.setdefault("upload_turn", 0)
    files = st.file_uploader(
        "835 remittances and 837P claims, also as .gz or .zip",
        accept_multiple_files=True,
        key=f"upload-{turn}",
        help="A separate process on this machine reads them; tables are kept, the files are not.",
    )
    st.caption(LIMIT)
    fault = refusal(files or []) or not_taken()
    if fault:
        st.error(words.plain(fault))
    elif files:
        st.button(
            f"Load {words.number_of(len(files), 'file')}",
            key="load",
            type="secondary",
            disabled=work.is_busy(),
            on_click=guarded_call("upload", _start),
            args=(folder, turn),
        )


def refusal(files: Iterable[Upload]) -> str | None:
    """Why these files are not taken, before anything is read."""
    listed = list(files)
    if len(listed) > MOST_FILES:
        return f"At most {MOST_FILES} files at once; load a folder with: reimburse ingest FOLDER."
    big = [file.name for file in listed if file.size > MOST_BYTES]
    return f"{big[0]} is larger than 50 MB; load it with: reimburse ingest FILE." if big else None


def _start(folder: str, turn: int) -> None:
    files = st.session_state.get(f"upload-{turn}") or []
    if not files or refusal(files):
        return
    held = take(files, Path(folder))
    if held is None:
        return
    place, paths = held
    st.session_state["upload_turn"] = turn + 1
    args = ["ingest", *map(str, paths), "--store", folder]
    work.watch_this(jobs.start("Loading", args, place))


_FAULT = "upload_fault"


def take(files: Iterable[Upload], folder: Path) -> tuple[Place, list[Path]] | None:
    """A private folder of the store with the files in it; None, and a word for the page, where it takes none."""
    try:
        with said_plainly(folder):
            prepare(folder)
            place = take_place(folder)
    except StoreError as error:
        st.session_state[_FAULT] = str(error)
        return None
    try:
        with said_plainly(folder):
            return place, keep(files, place.path)
    except StoreError as error:
        place.leave()
        st.session_state[_FAULT] = str(error)
        return None


def not_taken() -> str:
    """Why the store took no files just now; told once."""
    return str(st.session_state.pop(_FAULT, ""))


def keep(files: Iterable[Upload], place: Path) -> list[Path]:
    """Writes the files where only we can read them, under their own names made harmless."""
    paths = []
    for at, file in enumerate(files):
        path = place / str(at) / safe_name(file.name)
        path.parent.mkdir(mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(file.getbuffer())
        paths.append(path)
    return paths


def safe_name(name: str) -> str:
    """The last part of a name, with nothing in it that a path or a command could take amiss."""
    last = _ODD.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).lstrip(".- ")
    return last[-120:] or "file"
