"""What goes wrong on a page is said in one friendly line; the log gets a type, a code and an id, never a text.

The text of an exception may hold data: DuckDB quotes the values it could not read.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from secrets import token_hex
from typing import ParamSpec

import streamlit as st

P = ParamSpec("P")
_LOG = logging.getLogger("reimburse.pages")
_NOISY = ("streamlit", "uvicorn", "starlette", "asyncio", "websockets")
_CONTEXT = "streamlit.runtime.scriptrunner_utils.script_run_context"
_LATER = ("uvicorn.error", "uvicorn.asgi", "uvicorn.access")
"""Loggers that are made after the filter is put on, and keep it."""


@contextmanager
def guarded(code: str) -> Iterator[None]:
    """Shows and logs what a page raises; Streamlit's own stop and rerun pass through."""
    try:
        yield
    except Exception as error:
        tell(error, code)


def guarded_call(code: str, call: Callable[P, None]) -> Callable[P, None]:
    """A callback under the same guard: it runs before the page does."""

    @wraps(call)
    def safe(*args: P.args, **kwargs: P.kwargs) -> None:
        with guarded(code):
            call(*args, **kwargs)

    return safe


def tell(error: Exception, code: str) -> bool:
    """One line on the page and one in the log; True: the error has been shown."""
    name = token_hex(4)
    _LOG.error("%s in %s, id %s", type(error).__name__, code, name)
    st.error(
        f"This part could not be shown (id {name}). Your data are unchanged. Reload the page; if it happens again, "
        f"report the id to whoever runs this program.",
        icon=":material/error:",
    )
    return True


class NoText(logging.Filter):
    """Takes the text and the traceback of an exception out of a log record; leaves its type and an id."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None:
            record.msg, record.args = f"{type(error).__name__}, id {token_hex(4)}", None
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def quiet_logs() -> None:
    """Puts the filter on every logger of the server, also of those that log what no guard of ours can catch."""
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in _NOISY]
    for logger in (logging.getLogger(name) for name in ("", *_NOISY, *_LATER, *names)):
        for holder in (logger, *logger.handlers):
            if not any(isinstance(one, NoText) for one in holder.filters):
                holder.addFilter(NoText())
    # What is made ready before anybody comes belongs to no visitor, which is no fault.
    logging.getLogger(_CONTEXT).setLevel(logging.ERROR)
