"""Work that a page starts: a child process of the `reimburse` command, watched from a thread.

Streamlit never reads a file itself; a job goes on when the visitor reloads or leaves.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any, Protocol

import streamlit as st

from analytics import words
from analytics.pages.guard import guarded, guarded_call
from analytics.paths import PACKAGE
from analytics.store import StoreError
from analytics.store.errors import said_plainly
from analytics.store.ledger import prepare
from analytics.store.scratch import Place, take_place

_PROGRESS = re.compile(r"(\d+)% ([^\r\x1b]*)")
_PATIENCE = 5.0
"""Seconds that a job may take to put away what it holds when the server stops."""
_CONTROL = re.compile(r"\r?\x1b\[K|\r")


@dataclass
class Job:
    """One run of the command: how far it is, and in the end its document or its complaint."""

    title: str
    what: str = "this may take half a minute"
    share: float = 0.0
    document: dict[str, Any] | None = None
    complaint: str = ""
    code: int | None = None
    heard: list[str] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        return self.code is None


_jobs: dict[str, Job] = {}
_children: set["subprocess.Popen[bytes]"] = set()


def start(title: str, args: Sequence[str], place: Place | None = None) -> str:
    """Starts `reimburse ARGS --json`; returns its name. The files it reads lie in `place` and go when it has ended;
    it holds them itself, so that they stay as long as it lives, whatever becomes of this server."""
    name, job = token_hex(8), Job(title)
    _jobs[name] = job
    threading.Thread(target=_run, args=(job, list(args), place), daemon=True).start()
    return name


def end_all() -> None:
    """Ends what still runs: the server stops, and nothing of it goes on unseen."""
    for child in (running := tuple(_children)):
        child.terminate()
    for child in running:
        try:
            child.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()


def job_of(name: str | None) -> Job | None:
    """The job of that name; None after the server was started anew."""
    return _jobs.get(name or "")


def _run(job: Job, args: list[str], place: Place | None) -> None:
    try:
        code = _child(job, args, (place.handle,) if place else ())
    except OSError:
        job.complaint, code = "The program could not be started on this machine.", 2
    finally:
        if place:
            place.leave()
    job.code = code


def _child(job: Job, args: list[str], held: tuple[int, ...]) -> int:
    # The command draws its progress only where someone watches: a terminal of our own.
    mine, theirs = os.openpty()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "analytics", *args, "--json"],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=theirs,
            cwd=PACKAGE.parent,
            start_new_session=True,
            pass_fds=held,
        )
        _children.add(child)
        os.close(theirs)
        _listen(job, mine)
        code = child.wait()
        _children.discard(child)
        out.seek(0)
        job.document = _document(out.read())
    job.complaint = _complaint("".join(job.heard))
    return code


def _listen(job: Job, end: int) -> None:
    try:
        while heard := os.read(end, 4096):
            text = heard.decode("utf-8", "replace")
            job.heard.append(text)
            for share, what in _PROGRESS.findall(text)[-1:]:
                job.share, job.what = int(share) / 100, what.strip() or job.what
    except OSError:
        pass  # the child closed its end: that is how a terminal says so
    finally:
        os.close(end)


def _document(text: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _complaint(text: str) -> str:
    lines = [line.strip() for line in _CONTROL.sub("\n", text).splitlines()]
    said = [line.removeprefix("reimburse: ") for line in lines if line.startswith("reimburse: ")]
    return " ".join(said)


TONES = {"good": st.success, "note": st.info, "wrong": st.error}
MOST = 8


Said = tuple[str, str]
"""A tone (good, note, wrong) and a sentence."""

_FILES = (
    ("loaded", "good", "loaded"),
    ("partial", "note", "loaded in part; what was refused stands on the Data page"),
    ("duplicate", "note", "loaded before: nothing is counted twice"),
    ("ignored", "note", "left alone: no claims or remittances"),
)


def said(job: Job) -> list[Said]:
    """The sentences for an ended job."""
    document = job.document or {}
    files = document.get("files")
    if isinstance(files, list) and all(isinstance(file, dict) for file in files):
        found = [*_counted(files), *_refused(files)]
        return [*found, ("wrong", document["build_error"])] if document.get("build_error") else found
    if job.code or not document:
        return [("wrong", job.complaint or f"{job.title} did not finish; nothing was changed.")]
    if "rows" in document and "sha256" in document:
        return [
            (
                "good",
                f"Taken back: {words.number_of(int(document['rows']), 'row')}. The ledger keeps the load as voided.",
            )
        ]
    return [("good", f"{job.title}: done.")]


def _counted(files: list[dict[str, Any]]) -> list[Said]:
    found = []
    for status, tone, text in _FILES:
        mine = [file for file in files if file["status"] == status]
        if mine:
            found.append((tone, f"{words.number_of(len(mine), 'file')} {text}.{_held(status, mine)}"))
    return found


def _held(status: str, files: list[dict[str, Any]]) -> str:
    """What files loaded before hold, as their first load counted it."""
    known = [file for file in files if "claims" in file]
    if status != "duplicate" or not known:
        return ""
    claims, lines, charged, paid = (
        sum(file[name]["in"] for file in known) for name in ("claims", "lines", "charge_cents", "paid_cents")
    )
    held = [words.number_of(claims, "claim"), words.number_of(lines, "line"), f"{words.exact(charged)} charged"]
    payments = sum(file["payments"]["count"] for file in known)
    if payments:
        off = sum(number for file in known for number in file["unbalanced"].values())
        held += [f"{words.exact(paid)} paid in {words.number_of(payments, 'payment')}"]
        held += [f"{words.number_of(off, 'payment, claim or line', 'payments, claims or lines')} out of balance"]
    return f" In {'it' if len(files) == 1 else 'them'}: {', '.join(held)}."


def _refused(files: list[dict[str, Any]]) -> list[Said]:
    return [("wrong", _reason(file)) for file in files if file["status"] == "rejected"]


def _reason(file: dict[str, Any]) -> str:
    name = Path(str(file["path"])).name
    if not file["rejects"]:
        return f"{name} was refused."
    first = file["rejects"][0]
    unit = "row" if file.get("kind") in ("csv", "xlsx", "parquet") else "segment"
    place = f", {unit} {first['position']}" if first["position"] else ""
    return f"{name}{place}: {first['reason']} {first['next_step']}"


def begin(title: str, args: Sequence[str]) -> None:
    """Starts a job that needs no clearing up, and watches it."""
    watch_this(start(title, args))


def watch_this(name: str) -> None:
    """This visitor watches that job now."""
    st.session_state["job"] = name


def is_busy() -> bool:
    """Whether this visitor's job still runs."""
    job = job_of(st.session_state.get("job"))
    return job is not None and job.is_running


def watch() -> None:
    """Draws the visitor's job, if there is one: how far it is, or what came of it."""
    job = job_of(st.session_state.get("job"))
    if job is None:
        return
    if job.is_running:
        _progress(st.session_state["job"])
        return
    sentences = said(job)
    for tone, sentence in sentences[:MOST]:
        TONES[tone](words.plain(sentence))
    if len(sentences) > MOST:
        st.caption(f"and {len(sentences) - MOST} more, on the Data page")
    st.button("Dismiss", key="dismiss", type="tertiary", on_click=guarded_call("job", _dismiss))


def _dismiss() -> None:
    st.session_state.pop("job", None)


@st.fragment(run_every=0.5)
def _progress(name: str) -> None:
    with guarded("job"):
        job = job_of(name)
        if job is not None and job.is_running:
            st.progress(job.share, text=words.plain(f"{job.title}: {job.what}"))
            return
    st.rerun()


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
            disabled=is_busy(),
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
    watch_this(start("Loading", args, place))


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
