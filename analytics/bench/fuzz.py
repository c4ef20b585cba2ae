"""Many damaged files against the reader: no exception, no crash, no hang, nothing lost (robustness R11)."""

import hashlib
import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from os import cpu_count, sysconf
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from analytics.bench.result import Result

if TYPE_CHECKING:
    from analytics.importers.result import Source

PORTION = 200  # files of one task: read side by side, they cost a hundredth each
START_SECONDS, HANG_SECONDS, PORTION_SECONDS = 60.0, 10.0, 30.0
MOST_STARTS = 10
"""Workers that may end before their first file, until it must be the reader."""
STILL = 30
"""By the clock a reader may take so many times its limit: on a busy machine it waits for its turn."""
MEMORY = 4 << 30
MOST_NAMED = 5
EVERY = 8
"""Every eighth file is a table (CSV), every eighth an archive, the others are X12."""
Task = list[int]
Faults = list[tuple[int, str]]
"""Number of a file and what went wrong with it; a number makes the same file on every machine."""


class Worker:
    """A reading process of its own, that may crash or hang, and the portion it is at."""

    def __init__(self) -> None:
        spawning = get_context("spawn")
        self.pipe, theirs = spawning.Pipe()
        self._process = spawning.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self.task: Task = []
        self._allow(START_SECONDS)

    def give(self, task: Task) -> None:
        self.task = task
        self._allow(HANG_SECONDS if len(task) == 1 else PORTION_SECONDS)
        self.pipe.send(task)

    def rest(self) -> None:
        self._allow(float("inf"))

    def _allow(self, seconds: float) -> None:
        self._until = time.monotonic() + STILL * seconds
        self._most = _used(self._process.pid) + seconds

    @property
    def is_late(self) -> bool:
        """More of the processor than allowed, or no answer for a very long time."""
        return _used(self._process.pid) > self._most or time.monotonic() > self._until

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _used(pid: int | None) -> float:
    """Seconds of the processor that a process has used; 0 where the system does not say."""
    try:
        ticks = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    except OSError:
        return 0.0
    return sum(map(int, ticks)) / sysconf("SC_CLK_TCK")


class Run:
    """All portions of one fuzz, and what came of them."""

    def __init__(self, files: int) -> None:
        self.todo: list[Task] = [list(range(at, min(at + PORTION, files))) for at in range(0, files, PORTION)][::-1]
        self.files = files
        self.done = 0
        self.faults: Faults = []
        self.starts = 0
        self.workers = [Worker() for _ in range(cpu_count() or 1)]

    def step(self) -> None:
        """Hears what the workers have to say; one that died or is late is replaced, and its portion halved."""
        heard = wait([worker.pipe for worker in self.workers], timeout=1.0)
        for at, worker in enumerate(self.workers):
            if worker.pipe in heard:
                self._hear(at, worker)
            elif worker.is_late:
                self._lost(at, worker, "hang")

    def _hear(self, at: int, worker: Worker) -> None:
        try:
            self.faults += worker.pipe.recv()
        except (EOFError, OSError):
            self._lost(at, worker, "crash")
            return
        self.done += len(worker.task)
        self._next(worker)

    def _lost(self, at: int, worker: Worker, how: str) -> None:
        worker.end()
        task, self.workers[at] = worker.task, Worker()
        if len(task) == 1:
            self.faults.append((task[0], how))
            self.done += 1
        elif not task:
            self._start_again()
        else:
            half = len(task) // 2
            self.todo += [task[:half], task[half:]]

    def _start_again(self) -> None:
        self.starts += 1
        if self.starts > MOST_STARTS:
            raise RuntimeError("no file can be read: it is not the files")

    def _next(self, worker: Worker) -> None:
        worker.task = []
        if self.todo:
            worker.give(self.todo.pop())
        else:
            worker.rest()


def fuzz(files: int, progress: Callable[[str, float], None]) -> list[Result]:
    """The share of damaged files that the reader takes as it should."""
    start, run = time.monotonic(), Run(files)
    try:
        while run.done < files:
            run.step()
            progress(f"{run.done:,} of {files:,} damaged files", run.done / files)
    finally:
        for worker in run.workers:
            worker.end()
    return [_judged(run, time.monotonic() - start)]


def _judged(run: Run, seconds: float) -> Result:
    bad = len({number for number, _ in run.faults})
    kinds = ", ".join(f"{count} {what}" for what, count in Counter(what for _, what in run.faults).most_common())
    named = ", ".join(str(number) for number, _ in sorted(run.faults)[:MOST_NAMED])
    said = f"{run.files:,} files in {seconds:.0f} s, {bad:,} bad"
    said += f": {kinds}; files number {named}" if bad else ""
    share = (run.files - bad) / run.files
    return Result(
        "damaged X12, CSV and packed files read without crash, hang or lost cent", share, None, None, 1.0, not bad, said
    )


def _serve(pipe: Connection) -> None:
    """Reads portions as long as there is somebody to hear of them."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    from analytics.bench.corpus import seeds

    corpus, found = seeds(), list[tuple[int, str]]()
    _faults(corpus, [0])  # what is slow once, at the first file, is no hang
    pipe.send(found)
    while True:
        try:
            pipe.send(_faults(corpus, pipe.recv()))
        except (EOFError, OSError):
            return


def _faults(corpus: list[bytes], task: Task) -> Faults:
    """What is wrong with the files of a portion; the guilty ones are found by halving."""
    words = _judged_twice(corpus, task)
    if not words:
        return []
    if len(task) == 1:
        return [(task[0], words)]
    half = len(task) // 2
    found = _faults(corpus, task[:half]) + _faults(corpus, task[half:])
    return found or [(task[0], f"{words} in company")]


def _judged_twice(corpus: list[bytes], task: Task) -> str:
    """What went wrong, or nothing. What was slow or large is read again: a busy machine blames nobody."""

    files = [file_of(corpus, number) for number in task]
    sizes = [len(data) for _, data in files]
    said = watched(lambda: _reading(files), sizes)
    return watched(lambda: _reading(files), sizes) if said else said


def _reading(files: Sequence[tuple[str, bytes]]) -> str:
    """What went wrong, or nothing. An exception is named with its place, never with its text."""
    from analytics.bench.laws import broken_laws, broken_table_laws
    from analytics.ingest.read import place_of

    try:
        sources = {source.sha256: source for name, data in files for source in _sources(name, data)}
    except BaseException as error:
        return f"{type(error).__name__} at {place_of(error)}"
    tables = [source for source in sources.values() if source.path.endswith(".csv")]
    others = [source for source in sources.values() if not source.path.endswith(".csv")]
    try:
        return ", ".join([*(broken_laws(others) if others else []), *broken_table_laws(tables)])
    except BaseException as error:
        return f"{type(error).__name__} at {place_of(error)}"


def _sources(name: str, data: bytes) -> "list[Source]":
    """A file as the reader gets it; an archive is opened first, and may be refused."""
    from analytics.bench.corpus import unpacked
    from analytics.importers.result import Source

    if name.endswith(".packed"):
        with TemporaryDirectory() as folder:
            return unpacked(data, Path(folder))
    return [Source(name, data, hashlib.sha256(data).hexdigest())]


def file_of(corpus: list[bytes], number: int) -> tuple[str, bytes]:
    """Name and bytes of the damaged file of this number."""
    from analytics.bench.corpus import packed
    from analytics.bench.laws import damaged_table

    if number % EVERY == EVERY - 1:
        return f"{number}.csv", damaged_table(number)
    data = mutant(corpus, number)
    if number % EVERY == EVERY // 2:
        return f"{number}.packed", packed(Random(number), data)
    return f"{number}.x12", data


def mutant(corpus: list[bytes], number: int) -> bytes:
    """The damaged X12 file of this number."""
    from analytics.bench.mutations import mutated

    return mutated(Random(number), corpus)


SECONDS, SECONDS_PER_MB, SECONDS_PER_FILE = 2.0, 2.0, 0.015
"""A start that any reading has, what the largest file allows, and twice what a small file among many costs."""
WATCHED_MEMORY, MEMORY_PER_BYTE = 200 << 20, 20
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_KILO = 1024


def watched(read: Callable[[], str], sizes: Sequence[int]) -> str:
    """What the reading of files of so many bytes says; if that is nothing, what it took too much of."""
    before, start = _memory("VmRSS"), time.process_time()
    _forget_the_peak()
    said = read()
    return said or ", ".join(excess(time.process_time() - start, _memory("VmHWM") - before, sizes))


def excess(seconds: float, memory: int, sizes: Sequence[int]) -> list[str]:
    """Names what is over its limit: one slow file stands out among small ones, and alone it has its own limit."""
    allowed = max(SECONDS_PER_MB * max(sizes) / 1e6, SECONDS_PER_FILE * (len(sizes) - 1))
    limits = {"slow": seconds > SECONDS + allowed, "large": memory > WATCHED_MEMORY + MEMORY_PER_BYTE * sum(sizes)}
    return [name for name, is_over in limits.items() if is_over]


def _memory(name: str) -> int:
    """Bytes, as Linux counts them for this process; 0 where nobody says."""
    try:
        lines = _STATUS.read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * _KILO for line in lines if line.startswith(f"{name}:")), 0)


def _forget_the_peak() -> None:
    try:
        _RESET.write_text("5", encoding="ascii")
    except OSError:
        return
