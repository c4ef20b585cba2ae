"""Files in, snapshot out: the only place that joins importers, store and build."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from analytics.ingest.discover import gather, portions
from analytics.loading import Loading, Maps
from analytics.store import Store, StoreError
from analytics.store.column_maps import saved_maps
from analytics.store.errors import said_plainly
from analytics.store.history import remember_refusals
from analytics.store.scratch import sweep
from analytics.store.tidy import tidy

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
