"""Every budget of the product beside its peer: measured in one run, on one machine, each in its own process."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from analytics.bench.alone import FailedError
from analytics.bench.files import files
from analytics.bench.result import Result
from analytics.bench.screens import screens
from analytics.bench.size import Progress, Size
from analytics.bench.stores import stores

Measure = Callable[[Path, Size, Progress], Iterator[Result]]
GROUPS: dict[str, Measure] = {"files": files, "stores": stores, "screens": screens}


def budgets(size: Size, progress: Progress, only: str | None = None) -> list[Result]:
    """One result per budget, in the order of the design; what cannot be measured here says why."""
    found: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="reimburse-bench-") as place:
        for name in [only] if only else GROUPS:
            try:
                found.extend(GROUPS[name](Path(place), size, progress))  # what was measured before a fault is kept
            except FailedError as error:
                found.append(Result(f"the rest of {name}", None, None, None, None, False, f"failed: {error}"))
    return found
