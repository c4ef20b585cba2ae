"""The budgets of reading and loading files."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from analytics.bench.alone import Cost, command, has, in_turn, ours, script
from analytics.bench.peers import OXEDI, PYX12
from analytics.bench.remittances import write_file, write_folder
from analytics.bench.result import Result, judged, skipped
from analytics.bench.size import MB, Progress, Size
from analytics.store import Store

TIMES = 3
MOST_PARTS = 8


def files(place: Path, size: Size, progress: Progress) -> Iterator[Result]:
    """Reading and loading 835 files."""
    little, large = place / "little.835", place / "large.835"
    write_file(little, 2 * MB if size.file > MB else 50_000, 1)
    bytes_read = write_file(large, size.file, 2)
    progress("reading one file", 0.05)
    costs = _readers(little, large)
    yield from _reading(costs, bytes_read)
    progress("loading one file", 0.15)
    yield from _loading(place, little, large, costs.get("oxedi"))
    progress(f"loading {size.files:,} files", 0.25)
    yield _folder(place, size)


def _readers(little: Path, large: Path) -> dict[str, Cost]:
    """Each reader that is installed, in turn."""
    runs: dict[str, Callable[[], Cost]] = {"ours": lambda: ours("read", little, large)}
    if has("oxedi"):
        runs["oxedi"] = lambda: script(OXEDI, little, large)
    costs = dict(zip(runs, in_turn(TIMES, *runs.values()), strict=True))
    if has("pyx12"):
        costs["pyx12"] = script(PYX12, little, large)
    if len({cost.said["claims"] for cost in costs.values()}) > 1:
        raise AssertionError("the readers found different claims")
    return costs


def _reading(costs: dict[str, Cost], size: int) -> Iterator[Result]:
    mine, what = costs["ours"], f"{size / MB:.0f} MB, {costs['ours'].said['claims']:,} claims"
    for peer, budget, kept in (
        ("oxedi", 1.0, "Rust, all its tables to Polars; without modifiers, remarks, SVC06"),
        ("pyx12", 1 / 7, "X12Reader and four sums"),
    ):
        name = f"read an 835, seconds, against {peer}"
        if peer in costs:
            yield judged(name, mine.seconds, costs[peer].seconds, budget, f"{what}; {peer}: {kept}")
        else:
            yield skipped(name, budget, f"{peer} is not installed")
    megabytes = mine.peak_mb / (size / MB)
    yield judged("read an 835, memory per megabyte of file", megabytes, None, 12.0, f"{mine.peak_mb:.0f} MB above idle")


def _loading(place: Path, little: Path, large: Path, oxedi: Cost | None) -> Iterator[Result]:
    """Loading without the build, less what loading next to nothing takes."""
    tiny = place / "tiny.835"
    write_file(tiny, 1_000, 3)
    stores = iter(range(100))

    def load(file: Path) -> Cost:
        return command("ingest", file, "--no-build", "--store", place / f"load{next(stores)}")

    start, whole = in_turn(TIMES, lambda: load(tiny), lambda: load(large))
    seconds = whole.seconds - start.seconds
    note = f"less {start.seconds:.2f} s of start-up; {whole.peak_mb - start.peak_mb:.0f} MB above idle"
    name = "load an 835, seconds, against oxedi's reading"
    yield judged(name, seconds, oxedi.seconds, 1.5, note) if oxedi else skipped(name, 1.5, "oxedi is not installed")
    megabytes = (whole.peak_mb - start.peak_mb) / (large.stat().st_size / MB)
    yield judged("load an 835, memory per megabyte of file", megabytes, None, 12.0, note)


def _folder(place: Path, size: Size) -> Result:
    """Many small files against one of their size; the parts they leave are counted, too."""
    together = write_folder(place / "many", size.files, size.small, 4)
    write_file(place / "one.835", together, 5)
    many, one = in_turn(
        1,
        lambda: command("ingest", place / "many", "--no-build", "--store", place / "many-store"),
        lambda: command("ingest", place / "one.835", "--no-build", "--store", place / "one-store"),
    )
    parts = _most_parts(place / "many-store")
    note = f"{size.files:,} files of {size.small / 1000:.0f} kB against one of {together / MB:.0f} MB; "
    note += f"{parts} parts per table and month (at most {MOST_PARTS})"
    result = judged("load a folder, seconds, against one file", many.seconds, one.seconds, 3.0, note)
    return replace(result, ok=bool(result.ok) and parts <= MOST_PARTS)


def _most_parts(folder: Path) -> int:
    rows = Store.open(folder).rows("select count(*) n from part where removed_snap is null group by tbl, month")
    return max(int(row["n"]) for row in rows)
