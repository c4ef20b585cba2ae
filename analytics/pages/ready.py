"""Everything that a page needs, brought in before anybody waits for a first page."""

import atexit
import gc
from importlib import import_module
from threading import Lock

from analytics.paths import PACKAGE

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
