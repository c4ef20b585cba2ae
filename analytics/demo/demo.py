"""One call that makes a world, writes its files and takes down its truth."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analytics.demo.payers import PAYERS
from analytics.demo.plan import make_plan
from analytics.demo.truth import DemoTruth
from analytics.demo.world import World
from analytics.demo.write import Outbox

FILES, TRUTH = "x12", "truth.json"


@dataclass(frozen=True)
class Demo:
    """Where the files are, and what is true of them."""

    folder: Path  # the 837P and 835 files: ingest this one
    files: tuple[Path, ...]
    truth_path: Path
    truth: DemoTruth


def write_demo(
    folder: Path,
    *,
    months: int = 24,
    encounters: int = 12_000,
    seed: int = 1,
    end: str = "2026-10",
    keep_lines: bool = True,
) -> Demo:
    """Writes folder/x12/*.837 and *.835 and folder/truth.json; the same arguments give the same bytes.

    Memory follows the run-out and not the size of the world, if the truth of single lines is not kept.
    """
    plan = make_plan(months=months, encounters=encounters, seed=seed, end=end)
    files = folder / FILES
    files.mkdir(parents=True, exist_ok=True)
    outbox, truth = Outbox(files, plan), DemoTruth(plan, keep_lines=keep_lines)
    for month, stories in World(plan).stories():
        outbox.flush(before=month)
        for story in stories:
            outbox.add(story)
            truth.add(story)
    outbox.flush(before=date.max)
    truth.written = outbox.written
    truth.save(folder / TRUTH)
    return Demo(files, tuple(outbox.written.files), folder / TRUTH, truth)


def known_limits() -> list[dict[str, Any]]:
    """The limits that the practice has from its contracts and manuals, as named values; of other payers it has none."""
    return [
        {"payer_id": f"{payer.payer_id}-{payer.payer_class}", **payer.limits, "source": "the demo practice's own list"}
        for payer in PAYERS
        if payer.limits
    ]
