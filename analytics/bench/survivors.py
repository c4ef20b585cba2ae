"""Which mutants no test notices: each meets, in a copy of the project, the tests that read its file."""

import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from select import select
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

from analytics.bench.mutants import Mutant, equal_ones
from analytics.bench.result import Result
from analytics.paths import PACKAGE

Progress = Callable[[str, float], None]
NOT_OURS = (
    *(
        "test_browser_",
        "test_kill_",
        "test_command_",
        "test_bench",
        "test_mutants",
        "test_house",
        "test_rooms",
        "test_readme",
    ),
    *("test_documents", "test_words", "test_page_server", "test_page_start", "test_page_ready", "test_private_folder"),
    *("test_bad_input_machine", "test_same_bytes", "test_phi_", "test_import_", "test_x12_", "test_tables_"),
    *("test_store_", "test_ingest_", "test_reference_add", "test_report_faces", "test_bad_input_"),
)
"""Until tests are marked by kind: those that start processes, or ask nothing of a row or a number."""
OURS = "unit or build"
SPEAKS = 30
"""How many mutants noticed before weigh as much as a word that no other test file has."""
SLOW = ("test_page_", "test_report_", "test_charts_", "test_increment")
"""Learned of last: where time is short, the others have been."""
STILL, PER_SECOND = 20.0, 5.0
"""Seconds without a word from the tests that are given to any, and for each that the file usually takes."""
FIRST_FILES, TIMES = 2, 3
"""Test files that a mutant meets at first; then three times as many, and so on."""
MEMORY = 6 << 30
NO_MUTANT = frozenset(("ParserException", "BinderException", "CatalogException", "SyntaxError"))
"""What a change that does not bind ends with: nobody could land it."""
KILLED, ALIVE, INVALID, LATE = "killed", "alive", "invalid", "late"
LEFT = shutil.ignore_patterns(".git", "__pycache__", ".*_cache", ".hypothesis", "wt-*")


@dataclass
class Known:
    """What earlier runs found: a line per mutant, and what each test file reads. Lies outside the project."""

    folder: Path
    mutants: dict[str, dict[str, Any]] = field(default_factory=dict)
    tests: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, found in (("mutants", self.mutants), ("tests", self.tests)):
            path = self.folder / f"{name}.jsonl"
            lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
            found.update((line["key"], line) for line in map(json.loads, lines))

    def add(self, name: str, line: dict[str, Any]) -> None:
        """Kept as soon as it is found: a run may end at any moment."""
        getattr(self, name)[line["key"]] = line
        with (self.folder / f"{name}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def is_done(self, mutant: Mutant, tests: str, patience: float) -> bool:
        """Whether there is nothing more to learn of a mutant; what lived meets changed or more tests anew."""
        line = self.mutants.get(mutant.key)
        met_all = line is not None and line["tests"] == tests and line["patience"] >= patience
        return line is not None and (line["result"] != ALIVE or met_all)

    def kills(self, mutant: Mutant) -> Counter[str]:
        """How often each test file noticed a mutant, those of the same file counting more."""
        found: Counter[str] = Counter()
        for line in self.mutants.values():
            if line["result"] == KILLED and line["by"]:
                found[line["by"].partition("::")[0]] += 20 if line["file"] == mutant.file else 1
        return found


def chosen_tests(root: Path) -> tuple[list[str], list[str]]:
    """The test files that mutants meet and what pytest is told besides; by their marks as soon as they have any."""
    options = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]
    marks = {mark.partition(":")[0] for mark in options.get("markers", [])}
    files = sorted(path.name for path in (root / "tests").glob("test_*.py"))
    if {"unit", "build"} <= marks:
        return files, ["-m", OURS]
    return [name for name in files if not name.startswith(NOT_OURS)], ["-m", "not browser and not kill"]


class Workshop:
    """A copy of the project, and a process that has imported what is slow and forks one child per run of tests."""

    def __init__(self, root: Path, options: Sequence[str]) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="reimburse-mutants-"))
        self.copy, self.temp, self.options = self.place / "copy", self.place / "temp", list(options)
        shutil.copytree(root, self.copy, ignore=LEFT)
        code = "from analytics.bench.survivors import serve; serve()"
        env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(self.copy), str(PACKAGE.parent)))}
        self.server = Popen(
            [sys.executable, "-c", code], cwd=self.copy, env=env, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
        self.rest = b""

    def __enter__(self) -> "Workshop":
        return self

    def __exit__(self, *_: object) -> None:
        with self.server:
            assert self.server.stdin is not None
            self.server.stdin.close()
        shutil.rmtree(self.place, ignore_errors=True)

    def run(self, tests: Sequence[str], still: float, mutant: Mutant | None = None) -> dict[str, Any]:
        """What the tests said: code, by whom and why it failed, what was read; `late` where they fell silent."""
        assert self.server.stdin is not None
        self.temp.mkdir()
        path, change = (mutant.path, mutant.change) if mutant else (None, None)
        job = {"tests": list(tests), "options": self.options, "temp": str(self.temp), "path": path, "change": change}
        self.server.stdin.write(json.dumps(job).encode() + b"\n")
        self.server.stdin.flush()
        said = self._heard(still)
        shutil.rmtree(self.temp, ignore_errors=True)
        return said

    def _heard(self, still: float) -> dict[str, Any]:
        said: dict[str, Any] = {"code": None, "late": False}
        while True:
            line = self._line(still)
            if line is None:
                said["late"] = True
                os.killpg(said["pid"], signal.SIGKILL)
                still = STILL
                continue
            said |= line
            if "done" in line:
                return said

    def _line(self, still: float) -> dict[str, Any] | None:
        """The next line of the server, or None where it is silent for so long."""
        assert self.server.stdout is not None
        while b"\n" not in self.rest:
            if not select([self.server.stdout], [], [], still)[0]:
                return None
            more = os.read(self.server.stdout.fileno(), 1 << 16)
            if not more:
                raise RuntimeError("the process that runs the tests has ended")
            self.rest += more
        line, _, self.rest = self.rest.partition(b"\n")
        found: dict[str, Any] = json.loads(line)
        return found


@dataclass(frozen=True)
class Limits:
    """How long a run may take, and how many seconds of tests each mutant meets before it counts as alive."""

    minutes: float
    patience: float


def survivors(root: Path, asked: Sequence[Mutant], folder: Path, limits: Limits, progress: Progress) -> list[Result]:
    """The share of these mutants that a test notices, and each that none does; stops when time is up."""
    until, known, equal = time.monotonic() + 60 * limits.minutes, Known(folder), equal_ones(root)
    files, options = chosen_tests(root)
    tests, real = _digest(root / "tests" / name for name in files), [one for one in asked if _kept(one) not in equal]
    todo = [one for one in real if not known.is_done(one, tests, limits.patience)]
    words = {name: _words((root / "tests" / name).read_text(encoding="utf-8")) for name in files}
    with Workshop(root, options) as workshop:
        _learn(root, files, workshop, known, until, progress)
        for at, mutant in enumerate(todo):
            if time.monotonic() > until:
                break
            progress(f"mutant {at + 1:,} of {len(todo):,}: {mutant.file}", at / len(todo))
            names = _by_promise(mutant, known, files, words)
            met = _met(mutant, workshop, known, _within(names, known, limits.patience))
            known.add("mutants", {**met, "tests": tests, "patience": limits.patience})
    done = [one for one in real if known.is_done(one, tests, limits.patience)]
    return _told(done, known, len(asked), len(asked) - len(real))


def _kept(mutant: Mutant) -> tuple[str, str, str]:
    return mutant.file, mutant.before, mutant.after


def _digest(paths: Iterable[Path]) -> str:
    return sha256(b"".join(sha256(path.read_bytes()).digest() for path in paths)).hexdigest()[:16]


def _learn(root: Path, files: list[str], workshop: Workshop, known: Known, until: float, progress: Progress) -> None:
    """How long each test file takes and which queries it reads, without any mutant."""
    for at, name in enumerate(sorted(files, key=lambda name: name.startswith(SLOW))):
        digest = _digest([root / "tests" / name])
        if known.tests.get(name, {}).get("digest") == digest or time.monotonic() > until:
            continue
        progress(f"tests {at + 1:,} of {len(files):,}: {name}", at / len(files))
        start = time.monotonic()
        said = workshop.run([name], 10 * STILL)
        line = {"key": name, "digest": digest, "seconds": round(time.monotonic() - start, 2)}
        known.add("tests", {**line, "code": said["code"], "reads": said.get("reads", [])})


def _met(mutant: Mutant, workshop: Workshop, known: Known, names: list[str]) -> dict[str, Any]:
    """A mutant's way through these tests, up to the first that notices it."""
    start, line = time.monotonic(), {"key": mutant.key, "file": mutant.file, "told": mutant.told, "by": ""}
    result = ALIVE
    for some in _portions(names):
        usual = max(known.tests[name]["seconds"] for name in some)
        said = workshop.run(some, STILL + PER_SECOND * usual, mutant)
        if said["late"] or said["code"] is None:
            result = LATE
        elif said["code"]:
            result = INVALID if NO_MUTANT.intersection(said["why"]) else KILLED
        line["by"] = said.get("by", "")
        if result != ALIVE:
            break
    return {**line, "result": result, "seconds": round(time.monotonic() - start, 2)}


def _by_promise(mutant: Mutant, known: Known, files: list[str], words: Mapping[str, Set[str]]) -> list[str]:
    """The test files that read a mutant's file: what noticed its like before, speaks of its words, and is quick."""
    kills, good = known.kills(mutant), [name for name in files if known.tests.get(name, {}).get("code") == 0]
    readers = [name for name in good if _reads(known.tests[name]["reads"], mutant)]
    own = _words(f"{Path(mutant.path).stem} {mutant.before}")
    rare = {word: sum(word in words[name] for name in readers) for word in own}
    speaks = {name: sum(1 / rare[word] for word in own & words[name]) for name in readers}
    return sorted(readers, key=lambda name: known.tests[name]["seconds"] / (1 + kills[name] + SPEAKS * speaks[name]))


def _words(text: str) -> Set[str]:
    return frozenset(re.findall(r"[a-z_0-9]{3,}", text.lower()))


def _within(names: list[str], known: Known, patience: float) -> list[str]:
    """As many of these as fit into so many seconds, at least one."""
    spent = list(accumulate(known.tests[name]["seconds"] for name in names))
    return names[: max(1, sum(so_far <= patience for so_far in spent))]


def _reads(read: list[str], mutant: Mutant) -> bool:
    """A module of metrics is read by whoever asks for sums."""
    if mutant.path.endswith(".py"):
        return any(name.startswith(("cube/", "ask/")) or name == mutant.file for name in read)
    return mutant.file in read


def _portions(names: list[str]) -> Iterator[list[str]]:
    size = FIRST_FILES
    while names:
        yield names[:size]
        names, size = names[size:], TIMES * size


def _told(done: list[Mutant], known: Known, asked: int, equal: int) -> list[Result]:
    lines = [known.mutants[one.key] for one in done]
    counts, seconds = Counter(line["result"] for line in lines), sum(line["seconds"] for line in lines)
    alive = sorted((one for one in done if known.mutants[one.key]["result"] == ALIVE), key=lambda one: one.told)
    real = len(done) - counts[INVALID]
    note = (
        f"{asked:,} asked, {len(done):,} run in {seconds:,.0f} s: {counts[KILLED]:,} killed, {counts[LATE]:,} never "
        f"ended, {len(alive):,} alive, {counts[INVALID]:,} no mutants; {equal:,} kept as equal; {known.folder}"
    )
    share = (real - len(alive)) / real if real else None
    whole = Result("mutants that a test notices", share, None, None, 1.0, None if share is None else not alive, note)
    return [whole, *(Result("alive", None, None, None, None, False, one.told) for one in alive)]


def serve() -> None:
    """Runs tests in children as long as somebody asks; each child finds the project as if freshly started.

    No frame is made here: a child would wait for the threads of the parent for ever.
    """
    for name in ("pytest", "analytics.facts"):
        import_module(name)
    out = os.dup(1)
    for line in sys.stdin:
        job = json.loads(line)
        path = Path(job["path"]) if job["path"] else None
        text = path.read_text(encoding="utf-8") if path else ""
        if path:
            start, end, new = job["change"]
            path.write_text(text[:start] + new + text[end:], encoding="utf-8")
        pid = os.fork()
        if not pid:
            _child(job, out)
        _say(out, {"pid": pid})
        os.waitpid(pid, 0)
        if path:
            path.write_text(text, encoding="utf-8")
        _say(out, {"done": True})


def _say(out: int, line: dict[str, Any]) -> None:
    os.write(out, json.dumps(line).encode() + b"\n")


def _child(job: dict[str, Any], out: int) -> None:
    """Never returns: whatever happens here stays here."""
    try:
        os.setpgid(0, 0)
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        sys.dont_write_bytecode = str(job["path"]).endswith(".py")
        os.environ["TMPDIR"], tempfile.tempdir = job["temp"], None
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silent, stream)
        for name in [name for name in sys.modules if name == "analytics" or name.startswith("analytics.")]:
            del sys.modules[name]
        _say(out, _tested(job, out))
    finally:
        os._exit(0)


def _tested(job: dict[str, Any], out: int) -> dict[str, Any]:
    import pytest

    watch = Watch(out, job["tests"])
    options = ["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", *job["options"]]
    code = int(pytest.main([*options, *(f"tests/{name}" for name in job["tests"])], plugins=[watch]))
    return {"code": 0 if code == pytest.ExitCode.NO_TESTS_COLLECTED else code, **watch.said}


class Watch:
    """Listens to one run of tests: which of them began, which failed first and of what, and which queries were read."""

    def __init__(self, out: int, order: Sequence[str]) -> None:
        self.out, self.place = out, {name: at for at, name in enumerate(order)}
        self.said: dict[str, Any] = {"by": "", "why": [], "reads": []}
        self.read, own = Path.read_text, self

        def read_text(path: Path, *words: Any, **more: Any) -> str:
            if path.suffix == ".sql" and "queries" in path.parts:
                name = f"{path.parts[path.parts.index('queries') + 1]}/{path.name}"
                if name not in own.said["reads"]:
                    own.said["reads"].append(name)
            return own.read(path, *words, **more)

        Path.read_text = read_text  # type: ignore[assignment,method-assign]

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items.sort(key=lambda item: self.place.get(item.path.name, 0))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        _say(self.out, {"at": nodeid})

    def pytest_exception_interact(self, node: Any, call: Any) -> None:
        if not self.said["by"]:
            self.said["by"] = node.nodeid.removeprefix("tests/")
            self.said["why"] = list(_chain(call.excinfo.value))


def _chain(error: BaseException | None) -> Iterator[str]:
    """The kinds of an error and of what it came from."""
    while error is not None:
        yield type(error).__name__
        error = error.__cause__ or error.__context__
