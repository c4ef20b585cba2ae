"""The bench judges intervals by the books of the worlds, and says so in one shape."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from analytics.bench.corpus import seeds, unpacked
from analytics.bench.coverage import LEAST, measure
from analytics.bench.fuzz import excess, file_of, mutant, watched
from analytics.bench.price_habits import HELD, price_habits
from analytics.bench.simulated import FALSE_ALARMS, MEAN_OFF, OFF, exact_coverage, false_alarms, wilson_coverage


def test_one_world_gives_intervals_for_its_payers() -> None:
    """Most of them near the planted ratio; every one with the books beside it."""
    found = measure(3)
    prices = [seen for seen in found if seen.what == "price"]
    assert len(prices) >= 5
    for seen in prices:
        true = (seen.one[0] / seen.one[1]) / (seen.two[0] / seen.two[1])
        assert seen.low < true * 1.01 and seen.high > true * 0.99


def test_the_document_has_its_shape() -> None:
    command = [sys.executable, "-m", "analytics", "bench", "--statistics", "--seeds", "1", "--months", "20", "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    document = json.loads(done.stdout)
    assert set(document) == {"machine", "results"}
    for result in document["results"]:
        assert set(result) == {"name", "ours", "theirs", "ratio", "budget", "ok", "note"}
        assert result["budget"] in (LEAST, FALSE_ALARMS, OFF, MEAN_OFF, HELD)
    assert done.returncode in (0, 1)


def test_the_build_judges_payers_whose_habits_are_known() -> None:
    """Few of them; the kinds that a share of the fee or a schedule of their own explains are never called short."""
    quiet, held = price_habits(2, lambda *_: None)
    assert (quiet.name, held.name) == ("payer-years falsely below usual", "cuts of 5 % found and held")
    assert "follows 0 of 14, dollars 0 of 14" in quiet.note and quiet.ours is not None and quiet.ours <= 0.05
    assert held.ours is not None and held.ours >= 0.5


def test_the_corpus_is_sound_and_its_files_are_the_same_everywhere() -> None:
    """A number names a damaged file for good, or nobody could look at what went wrong."""
    corpus = seeds()
    assert len(corpus) >= 15 and corpus == seeds()
    assert [mutant(corpus, n) for n in range(50)] == [mutant(corpus, n) for n in range(50)]
    assert sum(mutant(corpus, n) not in corpus for n in range(200)) > 190


def test_damaged_files_are_read_in_processes_of_their_own() -> None:
    command = [sys.executable, "-m", "analytics", "bench", "--fuzz", "--files", "300", "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    (result,) = json.loads(done.stdout)["results"]
    assert set(result) == {"name", "ours", "theirs", "ratio", "budget", "ok", "note"}
    assert (done.returncode, result["ours"], result["ok"]) == (0, 1.0, True), result["note"]


@pytest.mark.parametrize(("seconds", "memory", "sizes", "over"), [
    (1.9, 0, [4_000], []), (2.1, 0, [4_000], ["slow"]), (2.1, 0, [1_000_000], []), (4.1, 0, [1_000_000], ["slow"]),
    (4.0, 0, [4_000] * 200, []), (5.1, 0, [4_000] * 200, ["slow"]), (0, 200 << 20, [4_000], []),
    (0, 201 << 20, [4_000], ["large"]), (0, 201 << 20, [1_000_000], []), (9, 1 << 30, [4_000], ["slow", "large"]),
])  # fmt: skip
def test_two_seconds_a_megabyte_and_twenty_times_the_input(
    seconds: float, memory: int, sizes: list[int], over: list[str]
) -> None:
    """R11: 2 s for a start, and 200 MB; one slow file stands out among two hundred."""
    assert excess(seconds, memory, sizes) == over


def test_what_takes_too_much_memory_or_time_is_named() -> None:
    assert watched(lambda: "", [10]) == ""
    assert watched(lambda: "crash", [10]) == "crash"
    assert "large" in watched(lambda: (b"x" * (250 << 20))[:0].decode(), [10])


def test_damaged_archives_are_opened_or_refused(tmp_path: Path) -> None:
    """One in eight is packed; some open, some are refused, and the number names the bytes for good."""
    corpus = seeds()
    names, files = zip(*[file_of(corpus, number) for number in range(4, 804, 8)], strict=True)
    assert all(name.endswith(".packed") for name in names)
    opened = sum(bool(unpacked(data, tmp_path)) for data in files)
    assert 20 < opened < 80 and files[0] == file_of(corpus, 4)[1]


@pytest.mark.parametrize(("harm", "word"), [("hang", "hang"), ("crash", "crash"), ("raise", "ValueError")])
def test_what_goes_wrong_is_counted_and_named(monkeypatch: pytest.MonkeyPatch, harm: str, word: str) -> None:
    """One bad file among others: its process is ended, and it alone is blamed."""
    from analytics.bench import fuzz

    monkeypatch.setattr(fuzz, "STILL", 1)
    monkeypatch.setattr(fuzz, "PORTION_SECONDS", 3.0)
    monkeypatch.setattr(fuzz, "HANG_SECONDS", 3.0)
    monkeypatch.setattr(fuzz, "PORTION", 4)
    monkeypatch.setattr(fuzz, "_serve", {"hang": hangs, "crash": crashes, "raise": raises}[harm])
    (result,) = fuzz.fuzz(8, lambda *_: None)
    assert result.ok is False and result.ours == 7 / 8
    assert word in result.note and "number 5" in result.note


def test_a_reader_that_never_starts_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    from analytics.bench import fuzz

    monkeypatch.setattr(fuzz, "MOST_STARTS", 1)
    monkeypatch.setattr(fuzz, "_serve", ends)
    with pytest.raises(RuntimeError, match="not the files"):
        fuzz.fuzz(8, lambda *_: None)


def ends(pipe: Connection) -> None:
    os._exit(9)


def hangs(pipe: Connection) -> None:
    _answers(pipe, lambda: time.sleep(60))


def crashes(pipe: Connection) -> None:
    _answers(pipe, lambda: os._exit(9))


def raises(pipe: Connection) -> None:
    _answers(pipe, lambda: [(5, "ValueError at lines.py:1")])


def _answers(pipe: Connection, to_the_fifth: Callable[[], object]) -> None:
    """A worker that reads nothing, and does something at file 5."""
    pipe.send([])
    while True:
        task = pipe.recv()
        pipe.send(to_the_fifth() if 5 in task else [])


@pytest.mark.parametrize(("share", "n", "held"), [(0.01, 10, 0.904), (0.01, 100, 0.921)])
def test_limits_do_not_hold_everywhere_alike(share: float, n: int, held: float) -> None:
    """The published points at which coverage is not 95 %."""
    assert exact_coverage(share, n) == pytest.approx(held, abs=0.0005)


def test_limits_hold_as_often_as_the_exact_sum_says() -> None:
    """The grid of the bench with fewer draws, so that only the mean is judged as sharply."""
    mean, off = wilson_coverage(draws=4_000)
    assert mean.ok
    assert off.ours is not None and off.ours < 0.02


def test_quiet_payers_rarely_raise_a_flag() -> None:
    every, payers = false_alarms(150, lambda said, share: None)
    assert every.ours is not None and payers.ours is not None
    assert payers.ours <= every.ours <= FALSE_ALARMS
