"""The server sends its own headers with every answer and answers nothing that nobody here asks."""

import tomllib
from collections.abc import MutableMapping
from typing import Any

import anyio
import pytest
from test_page_store import ROOT

from analytics.commands.arguments import parse
from analytics.commands.serve import settings
from analytics.pages.server import Shield, policy


async def plain(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"hello"})


def ask(path: str, host: bytes = b"localhost:8501", kind: str = "http") -> list[MutableMapping[str, Any]]:
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    anyio.run(Shield(plain), {"type": kind, "path": path, "headers": [(b"host", host)]}, receive, send)
    return sent


def headers(path: str, **more: Any) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in ask(path, **more)[0]["headers"]}


def test_every_answer_carries_the_headers() -> None:
    found = headers("/")
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "no-referrer"
    assert found["x-frame-options"] == "DENY"
    assert "ws://localhost:8501" in found["content-security-policy"]
    assert "cache-control" not in found
    assert headers("/media/abc.csv")["cache-control"] == "no-store"


def test_a_strange_host_does_not_get_into_the_policy() -> None:
    assert "evil" not in headers("/", host=b"evil; script-src *")["content-security-policy"]


def test_the_policy_lets_nothing_in_from_outside() -> None:
    parts = dict(part.split(" ", 1) for part in policy("localhost").split("; "))
    assert parts["default-src"] == "'self'"
    assert "unsafe-inline" not in parts["script-src"]
    assert "unsafe-eval" not in parts["script-src"].replace("wasm-unsafe-eval", "")
    assert "http" not in policy("localhost")
    assert parts["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/"])
def test_the_metrics_of_the_server_are_closed(path: str) -> None:
    assert ask(path)[0]["status"] == 404


def test_the_websocket_passes_untouched() -> None:
    assert ask("/_stcore/stream", kind="websocket")[0]["headers"] == [(b"content-type", b"text/plain")]


def test_serve_runs_with_the_project_s_own_settings() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    found = settings()
    assert found["server.address"] == config["server"]["address"] == "127.0.0.1"
    assert found["client.showErrorDetails"] == "none"
    assert found["theme.dark.sidebar.backgroundColor"]
    assert parse(["serve", "--port", "9000"]).port == 9000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("server.maxUploadSize", 50),
        ("server.enableXsrfProtection", True),
        ("server.enableCORS", True),
        ("server.enableStaticServing", False),
        ("server.enableAgentApi", False),
        ("server.fileWatcherType", "none"),
        ("browser.gatherUsageStats", False),
        ("runner.enforceSerializableSessionState", True),
        ("client.disableDataExport", True),
        ("client.toolbarMode", "viewer"),
    ],
)
def test_the_server_is_hardened(name: str, value: object) -> None:
    assert settings()[name] == value
