"""The dashboard as a hardened server: own headers on every answer, no metrics, errors without their text."""

import re
from base64 import b64encode
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware

from analytics.pages import door
from analytics.pages.guard import quiet_logs, tell
from analytics.pages.ready import getting_ready
from analytics.paths import DASHBOARD

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
        is_welcome = scope["type"] == "lifespan" or door.is_welcome(scope.get("headers", []))
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
