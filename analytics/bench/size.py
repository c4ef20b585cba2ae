"""How much a bench measures."""

from collections.abc import Callable
from dataclasses import dataclass

MB = 1_000_000
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Size:
    """How much is measured: bytes of the one 835, files of the folder, service lines of the store, sessions, looks."""

    file: int = 20 * MB
    files: int = 2_000
    small: int = 20_000
    lines: int = 200_000
    sessions: int = 20
    looks: int = 8
    think: float = 5.0
