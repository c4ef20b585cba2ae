"""Reference files that the user added: immutable parquet beside the parts, and a row of the ledger that shows them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.store.errors import StoreDamagedError, StoreError, command, said_plainly
from analytics.store.failpoints import failpoint
from analytics.store.folder import make_private, sha256_of, sync
from analytics.store.ledger import has_table, now, transaction
from analytics.store.scratch import scratch
from analytics.store.store import Store

if TYPE_CHECKING:
    import polars as pl

FOLDER = "reference"
_COLUMNS = (
    "sha256",
    "label",
    "kind",
    "bytes",
    "source",
    "release",
    "edition",
    "effective_from",
    "effective_to",
    "rows",
)


def added_files(store: Store) -> list[dict[str, Any]]:
    """One row per added file, in the order of adding."""
    if not has_table(store.folder, "reference_file"):
        return []
    return store.rows("select * from reference_file order by rowid")


def readable(store: Store, files: Iterable[Mapping[str, Any]]) -> list[Path]:
    """Where the rows of added files lie, each looked at first."""
    places = []
    for file in files:
        if not is_sound(store, file):
            raise StoreDamagedError(
                f"{store.folder}: {file['path']} is missing or changed; no numbers are built from it; "
                f"add the file {file['label']} again: {command('reference add FILE', store.folder)}"
            )
        places.append(store.folder / file["path"])
    return places


def is_sound(store: Store, file: Mapping[str, Any]) -> bool:
    """The rows of an added file are what was written."""
    try:
        return bool(sha256_of(store.folder / file["path"]) == file["path_sha256"])
    except OSError:
        return False


def add_file(store: Store, said: Mapping[str, Any], rows: "pl.DataFrame") -> bool:
    """Keeps the rows of a file and shows them to the next build; False when these very bytes are kept already."""
    with store.lock(), said_plainly(store.folder):
        known = {file["sha256"]: file for file in added_files(store)}
        held = known.get(said["sha256"])
        if held and is_sound(store, held):
            return False
        _remove_strangers(store, {file["path"] for file in known.values()})
        path = _settle(store, f"{FOLDER}/{said['kind']}-{said['sha256'][:16]}.parquet", rows)
        _record(store, said, path)
    return True


def remove_file(store: Store, name: str) -> dict[str, Any]:
    """Takes an added file back, by its sha256 or a unique beginning; its rows go with the next adding."""
    with store.lock():
        found = [file for file in added_files(store) if file["sha256"].startswith(name.lower())]
        if len(name) < 6 or len(found) != 1:
            several = "several added reference files begin" if len(found) > 1 else "no added reference file begins"
            raise StoreError(
                f"{store.folder}: {several} with the sha256 {name[:64]!r}; give at least six digits of one in: "
                f"{command('reference', store.folder)}"
            )
        store.change("delete from reference_file where sha256 = ?", [(found[0]["sha256"],)])
    return found[0]


def _settle(store: Store, path: str, rows: "pl.DataFrame") -> str:
    """File on disk first, then its name, then its folder's names."""
    with scratch(store.folder) as place:
        file = place / "rows.parquet"
        rows.write_parquet(file, compression="zstd", compression_level=1)
        failpoint("after_tmp_write")
        file.chmod(0o600)
        sync(file)
        failpoint("after_fsync")
        make_private(store.folder / FOLDER)
        file.replace(store.folder / path)
    failpoint("after_first_rename")
    sync(store.folder / FOLDER)
    failpoint("before_begin")
    return path


def _record(store: Store, said: Mapping[str, Any], path: str) -> None:
    values = (*(said[name] for name in _COLUMNS), path, sha256_of(store.folder / path), now())
    with transaction(store.folder) as db:
        db.execute("delete from reference_file where sha256 = ?", (said["sha256"],))
        failpoint("between_inserts")
        db.execute("insert into reference_file values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    failpoint("after_commit")


def _remove_strangers(store: Store, known: set[str]) -> None:
    """What a killed process left: files that no row of the ledger shows."""
    for file in (store.folder / FOLDER).glob("*.parquet"):
        if str(file.relative_to(store.folder)) not in known:
            file.unlink()
