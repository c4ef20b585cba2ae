"""What the reading process may use at most."""

import os
import resource
from contextlib import suppress

GIB = 1 << 30
_LIMITS = {
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 2 * GIB,
    resource.RLIMIT_NOFILE: 256,
    # What a process may write to: about twice what it uses, since Polars keeps pages back. The parent watches
    # what is in use and ends the child at 2 GiB; this is the wall behind it.
    resource.RLIMIT_DATA: 4 * GIB,
}


_CPU_SECONDS, _CPU_SECONDS_OF_TABLES = 120, 900
"""A table may hold ten million lines and is read alone; a batch of X12 files never takes so long."""


def limit() -> None:
    """No core file, little time, bounded memory and files; nothing readable by others."""
    os.umask(0o077)
    for what, value in _LIMITS.items():
        _, hard = resource.getrlimit(what)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with suppress(ValueError, OSError):  # a system without that limit
            resource.setrlimit(what, (value, value))
    _limit_time(_CPU_SECONDS, _CPU_SECONDS_OF_TABLES)


def _limit_time(soft: int, hard: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    hard = hard if most == resource.RLIM_INFINITY else min(hard, most)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard), hard))


def allow_time_for_a_table() -> None:
    """A table is read alone and may be large."""
    _limit_time(_CPU_SECONDS_OF_TABLES, _CPU_SECONDS_OF_TABLES)
