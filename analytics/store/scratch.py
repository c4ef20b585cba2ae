"""A place beside the data for half-made files; what a killed process left there goes with the next writer."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from analytics.store.folder import make_private


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A private folder on the same disk as the parts, gone afterwards; only the holder of the lock may ask."""
    place = folder / "tmp" / uuid4().hex
    try:
        make_private(place)
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def clear(folder: Path) -> None:
    """Removes what killed processes left; only the holder of the lock may ask."""
    shutil.rmtree(folder / "tmp", ignore_errors=True)
