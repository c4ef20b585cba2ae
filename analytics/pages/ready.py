"""Everything that a page needs, brought in before anybody waits for a first page."""

import atexit
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from threading import Lock, Thread

from analytics.paths import PACKAGE
from analytics.store.scratch import leave_all, sweep

_LIBRARIES = ("pandas", "pyarrow.pandas_compat", "streamlit.dataframe_util", "streamlit.elements.plotly_chart")
"""What Streamlit imports when the first table and the first chart are drawn."""
_NOT_PAGES = ("gallery", "server")
_once = Lock()
_is_ready = False


def ready() -> None:
    """Imports every page and what it draws with, once; a second caller waits for the first."""
    global _is_ready
    with _once:
        if _is_ready:
            return
        pages = sorted(path.stem for path in (PACKAGE / "pages").glob("*.py") if path.stem not in _NOT_PAGES)
        for name in (*_LIBRARIES, *(f"analytics.pages.{page}" for page in pages)):
            import_module(name)
        # After each rerun Streamlit has every object looked at for garbage: those of modules never are any, and
        # looking at them all takes 0.1 s.
        gc.collect()
        gc.freeze()
        atexit.register(gc.unfreeze)  # or libraries complain at the end of what nobody freed
        _is_ready = True


@asynccontextmanager
async def getting_ready(_: object) -> AsyncIterator[None]:
    """While a server comes up and the browser loads its own files, the first page's needs are brought in.

    What killed processes left in the store's private folder goes first, and what this one holds when it stops.
    """
    from analytics.pages import jobs, session

    sweep(session.folder())
    Thread(target=_get_ready, daemon=True).start()
    yield
    jobs.end_all()
    leave_all()


def _get_ready() -> None:
    from analytics.pages import guard, session

    guard.quiet_logs()  # once more: the server has set levels of its own since
    with guard.guarded("warm"):
        ready()
        session.sum_ahead()
