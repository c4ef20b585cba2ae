"""Files in, snapshot out: the only place that joins importers, store and build."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analytics.ingest.discover import Found, gather, portions
from analytics.ingest.receipt import Receipt, already, blank, of_reading, printable, refused, unconserved
from analytics.ingest.worker import Child, ChildError
from analytics.store import Store, StoreError
from analytics.store.commit import NewLoad, add_loads
from analytics.store.errors import said_plainly
from analytics.store.failpoints import failpoint
from analytics.store.history import loaded, of_the_other_kind, remember_refusals, reused_controls, suspects
from analytics.store.parts import Draft, Share, rewritten
from analytics.store.scratch import scratch, sweep
from analytics.store.tidy import tidy
from analytics.store.user_data import saved_maps

COMMIT_BYTES = 32 << 20
"""Unpacked bytes that are read and committed at once: bounds memory, and keeps parts few."""
_MOST_STOPS = 50
"""Files that may break the reader before anything was loaded, until it must be the reader."""
_LEAVE_OUT = "Nothing of it was loaded. Keep the file and report this line."


@dataclass(frozen=True)
class _Source:
    """One file, or one member of an archive, as the child named it."""

    path: str
    sha256: str
    bytes: int
    is_table: bool = False

    @property
    def weight(self) -> int:
        """A table is read alone."""
        return COMMIT_BYTES + 1 if self.is_table else self.bytes


@dataclass(frozen=True)
class Maps:
    """How tables are read: the text of the map that was given, and the saved ones by name."""

    given: str = ""
    saved: Mapping[str, str] = field(default_factory=dict)


class Loading:
    """What was found, and what becomes of it."""

    def __init__(self, store: Store, found: Sequence[Found], maps: Maps | None = None) -> None:
        self._store = store
        self._maps = maps or Maps()
        self._found = found
        self._done: dict[str, Receipt] = {}
        self._members: dict[str, list[str]] = {}
        self._copies: dict[str, _Source] = {}
        self._taken: dict[str, str] = {}
        self._loads = 0
        self._stops = 0
        for file in found:
            if file.is_ignored:
                self._note(file.path, blank(file.path, "ignored"))
            elif file.fault:
                self._note(file.path, refused(file.path, "not_readable", file.fault, "Check its name and permissions."))

    def receipts(self) -> list[Receipt]:
        """One receipt per file, or per member of an archive, in the order they were found."""
        paths = dict.fromkeys(file.path for file in self._found)
        return [self._done[member] for path in paths for member in self._members.get(path, [])]

    def load(self, paths: Sequence[str]) -> None:
        """Loads a batch; when a file breaks the reader, the others are loaded without it."""
        try:
            chunks = None
            while chunks is None or chunks:
                chunks = self._run(paths, chunks)
        except _UnopenedError as error:
            if len(paths) == 1:
                self._note(paths[0], refused(paths[0], "reader_stopped", str(error), _LEAVE_OUT))
                return
            half = len(paths) // 2
            self.load(paths[:half])
            self.load(paths[half:])

    def settle_copies(self) -> None:
        """Says of each copy within this run what became of the first."""
        now = loaded(self._store, [source.sha256 for source in self._copies.values()])
        for path, source in self._copies.items():
            first = self._done[self._taken[source.sha256]]
            self._done[path] = already(path, now[source.sha256]) if source.sha256 in now else {**first, "path": path}

    def _run(self, paths: Sequence[str], chunks: "list[list[_Source]] | None") -> list[list[_Source]]:
        """Works through the chunks in one child; returns those left when it broke, the broken one halved."""
        with Child() as child:
            opened = _open(child, paths)
            if chunks is None:
                chunks = list(portions(self._fresh(paths, opened), COMMIT_BYTES, lambda source: source.weight))
            while chunks:
                chunks = self._try(child, chunks[0]) + chunks[1:]
                if not child.is_alive:
                    break
        return chunks

    def _try(self, child: Child, chunk: list[_Source]) -> list[list[_Source]]:
        """Commits a chunk; or returns what is left to try of it, in smaller portions."""
        try:
            self._commit(child, chunk)
        except _LostError as error:
            return self._without(chunk, error)
        except ChildError as error:
            return self._halved(chunk, error)
        return []

    def _without(self, chunk: list[_Source], error: "_LostError") -> list[list[_Source]]:
        """Refuses the files of which something was lost; the rest of the chunk is read again."""
        for source in chunk:
            if source.sha256 in error.lost:
                self._refuse(source, error.lost[source.sha256])
        rest = [source for source in chunk if source.sha256 not in error.lost]
        return [rest] if rest else []

    def _halved(self, chunk: list[_Source], error: ChildError) -> list[list[_Source]]:
        """Somewhere in these files is what broke the child; alone, a file is refused."""
        if len(chunk) > 1:
            return [chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]]
        self._refuse(chunk[0], str(error))
        self._stops += 1
        if self._stops >= _MOST_STOPS and not self._loads:
            raise RuntimeError("no file can be read: it is not the files")
        return []

    def _refuse(self, source: _Source, reason: str) -> None:
        self._done[source.path] = refused(source.path, "reader_stopped", reason, _LEAVE_OUT, sha256=source.sha256)

    def _fresh(self, paths: Sequence[str], opened: dict[str, Any]) -> list[_Source]:
        """What is to be read: not what the store, or this run, already has."""
        for fault in opened["refused"]:
            self._note(fault["path"], refused(**fault))
        sources = [
            _Source(row["path"], row["sha256"], row["bytes"], row.get("is_table", False)) for row in opened["sources"]
        ]
        known = loaded(self._store, [source.sha256 for source in sources])
        fresh = []
        for source, row in zip(sources, opened["sources"], strict=True):
            self._members.setdefault(row["file"], []).append(source.path)
            if self._taken.get(source.sha256, source.path) != source.path:
                self._copies[source.path] = source
            elif source.sha256 in known:
                self._done[source.path] = already(source.path, known[source.sha256])
            else:
                self._taken[source.sha256] = source.path
                fresh.append(source)
        return fresh

    def _commit(self, child: Child, chunk: Sequence[_Source]) -> None:
        """Reads, reconciles and commits some sources, or none of them."""
        with self._halfway(), scratch(self._store.folder) as place:
            read, write = self._asked(child, chunk, place)
            known = suspects(self._store, read["traces"])
            known |= of_the_other_kind(self._store, is_table=chunk[0].is_table)
            written = child.ask(write, folder=str(place), suspects=known)
            failpoint("after_tmp_write")
            reused = reused_controls(self._store, read["interchanges"])
            receipts = {file["sha256"]: of_reading(file, reused.get(file["sha256"])) for file in written["files"]}
            _prove(receipts.values())
            loads = [_commit_load(source, receipts[source.sha256], read) for source in chunk]
            loads = [load for load in loads if load.reading["status"] != "rejected"]
            if loads:
                rest = rewritten(self._store, written.get("gone", {}), place)
                drafts = [_draft(part) for part in written["parts"]] + rest.drafts
                replaced = written["files"][0].get("replaced") if rest.old else None
                add_loads(self._store.folder, loads, drafts, old=rest.old, replaced=replaced)
        self._loads += len(loads)
        self._done.update({source.path: {**receipts[source.sha256], "path": source.path} for source in chunk})

    def _asked(self, child: Child, chunk: Sequence[_Source], place: Path) -> tuple[dict[str, Any], str]:
        """What was read, and what to ask next."""
        done, secret = list(self._done), self._store.secret.hex()
        if not chunk[0].is_table:
            return child.ask("read", names=[source.path for source in chunk], done_with=done, secret=secret), "write"
        said = {"given": self._maps.given, "saved": dict(self._maps.saved), "folder": str(place)}
        return child.ask("read_table", name=chunk[0].path, done_with=done, secret=secret, **said), "write_table"

    @contextmanager
    def _halfway(self) -> Iterator[None]:
        """Faults of the disk in plain words, which must not say that nothing changed once something did."""
        try:
            with said_plainly(self._store.folder):
                yield
        except StoreError as error:
            if not self._loads:
                raise
            words = f"{self._loads} files were loaded, the others not"
            raise type(error)(str(error).replace("nothing changed", words)) from error

    def _note(self, path: str, receipt: Receipt) -> None:
        """Keeps the receipt of a file that was not opened."""
        self._members[path] = [path]
        self._done[path] = receipt


class _UnopenedError(Exception):
    """The child broke before it could name what the files hold."""


class _LostError(Exception):
    """What came in of some files is not what their rows hold."""

    def __init__(self, lost: dict[str, str]) -> None:
        super().__init__()
        self.lost = lost


def _open(child: Child, paths: Sequence[str]) -> dict[str, Any]:
    try:
        return child.ask("open", paths=list(paths))
    except ChildError as error:
        raise _UnopenedError(str(error)) from error


def _prove(receipts: Iterable[Receipt]) -> None:
    """In = loaded + quarantined + duplicate, for claims, lines and every sum of cents, or nothing is committed."""
    lost = {receipt["sha256"]: wrong for receipt in receipts if (wrong := unconserved(receipt))}
    if lost:
        raise _LostError(
            {sha: f"The file was not read whole: {', '.join(wrong)} differ." for sha, wrong in lost.items()}
        )


def _commit_load(source: _Source, receipt: Receipt, read: dict[str, Any]) -> NewLoad:
    return NewLoad(
        sha256=source.sha256,
        label=printable(Path(source.path).name),
        kind=receipt["kind"],
        bytes=source.bytes,
        reading={name: value for name, value in receipt.items() if name != "path"},
        interchanges=read["interchanges"].get(source.sha256, []),
        traces=read["traces"].get(source.sha256, []),
    )


def _draft(part: dict[str, Any]) -> Draft:
    return Draft(Path(part["file"]), part["table"], part["month"], tuple(Share(*share) for share in part["shares"]))


BATCH_BYTES = 64 << 20
"""Bytes of files that one child opens: many small files, few processes."""
Progress = Callable[[str, float], None]
"""Told what is being done, and which share of it is done."""


def silent(what: str, share: float) -> None:
    """Progress that nobody watches."""


def ingest(
    paths: Iterable[Path | str], store: Store, *, build: bool = True, progress: Progress = silent, map_text: str = ""
) -> dict[str, Any]:
    """Loads files and folders into a store, builds what is new, and returns the document of `reimburse ingest`.

    Tables are read by the map given, else by a saved one that fits, else by a guess; a map that loaded is kept.
    """
    with store.lock(), said_plainly(store.folder):
        sweep(store.folder)
        loading = _load(paths, store, progress, map_text)
        tidy(store)
        fault = build_news(store, progress) if build else None
    return {
        "snapshot": store.head() or None,
        "built": store.built() or None,
        "files": loading.receipts(),
        **({"build_error": fault} if fault else {}),
    }


def _load(paths: Iterable[Path | str], store: Store, progress: Progress, map_text: str) -> Loading:
    """Reads and commits every candidate, batch by batch."""
    found = gather(paths, leave_out=store.folder)
    readable = [file for file in found if not file.fault and not file.is_ignored]
    loading = Loading(store, found, Maps(map_text, saved_maps(store)))
    read, total = 0, sum(file.weight for file in readable) or 1
    for batch in portions(readable, BATCH_BYTES, lambda file: file.weight):
        progress(f"reading {len(readable)} files", read / total)
        loading.load([file.path for file in batch])
        read += sum(file.weight for file in batch)
    loading.settle_copies()
    remember_refusals(store, loading.receipts())
    return loading


def build_news(store: Store, progress: Progress = silent, *, full: bool = False) -> str | None:
    """Builds what is not built yet, or was built with other reference data; says what went wrong, if anything did:
    the loads stay safe either way."""
    try:
        from analytics.build import build, is_stale
    except ImportError:
        return "the build is not installed; the files are loaded"
    if store.head() == store.built() and not is_stale(store) and not full:
        return None
    try:
        with said_plainly(store.folder):
            build(store, full=full, progress=progress)
    except StoreError as error:
        return str(error).replace("nothing changed", "the files are loaded, the numbers are not made yet")
    except Exception as error:
        return f"the build failed ({type(error).__name__}); the files are loaded; run: reimburse build --full"
    return None
