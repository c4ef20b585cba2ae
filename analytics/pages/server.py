"""The dashboard as a hardened server: own headers on every answer, no metrics, errors without their text."""

import atexit
import gc
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping
from contextlib import asynccontextmanager
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware

from analytics.pages.guard import quiet_logs, tell
from analytics.paths import DASHBOARD, PACKAGE
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


Headers = Iterable[tuple[bytes, bytes]]


def is_own_origin(headers: Headers) -> bool:
    """The request names a host of ours, and comes from a page of such a host or from no page at all."""
    said = dict(headers)
    host, origin = (said.get(name, b"").decode("latin-1") for name in (b"host", b"origin"))
    return _is_ours(host) and (not origin or _is_ours(_netloc(origin)))


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _is_ours(netloc: str) -> bool:
    """Empty settings let every host in, as Streamlit does; *.example lets the hosts below it in."""
    names = [name.strip().lower().rstrip(".") for name in st.get_option("server.allowedHosts")]
    try:
        asked = urlsplit(f"//{netloc}")
        host, _ = (asked.hostname or "").rstrip("."), asked.port
    except ValueError:
        return False
    if not names or "*" in names:
        return True
    is_plain = asked.username is None and not (asked.path or asked.query or asked.fragment)
    return is_plain and any(host == name or (name[:2] == "*." and host.endswith(name[1:])) for name in names)


Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_HOST = re.compile(rb"[A-Za-z0-9.:\[\]-]{1,255}")
_CLOSED = ("/_stcore/metrics", "/_stcore/allowed-message-origins")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@cache
def _scripts() -> str:
    """The scripts that stand in Streamlit's own page, named by their hash: nothing else may run inline."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    found = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    return "".join(f" 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in found)


def policy(host: str) -> str:
    """What a browser may load for the dashboard: only what this server itself sends."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'wasm-unsafe-eval'{_scripts()}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' ws://{host} wss://{host}",
            "worker-src 'self' blob:",
            "frame-src 'none'",
            "frame-ancestors 'none'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


class Shield:
    """Adds the headers, closes what nobody here needs, and lets no file that may hold patients' data be cached."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        is_welcome = scope["type"] == "lifespan" or is_own_origin(scope.get("headers", []))
        if scope["type"] != "http":
            await (self._app(scope, receive, send) if is_welcome else send({"type": "websocket.close", "code": 1008}))
            return
        path, headers = str(scope.get("path", "")), _headers(scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        if not is_welcome or path.rstrip("/").endswith(_CLOSED):
            await guarded({"type": "http.response.start", "status": 404 if is_welcome else 403, "headers": []})
            await guarded({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, guarded)


def _headers(scope: Message) -> dict[str, str]:
    host = next((value for name, value in scope.get("headers", []) if name == b"host"), b"")
    said = host.decode("ascii") if _HOST.fullmatch(host) else "localhost"
    more = {"Cache-Control": "no-store"} if "/media/" in str(scope.get("path", "")) else {}
    return {**_HEADERS, **more, "Content-Security-Policy": policy(said)}


def on_script_error(error: Exception) -> bool:
    """What no guard on a page has caught."""
    return tell(error, "server")


quiet_logs()
SHIELD: dict[str, Any] = {
    "middleware": [Middleware(Shield)],
    "on_script_error": on_script_error,
    "lifespan": getting_ready,
}
app = st.App(DASHBOARD, **SHIELD)
