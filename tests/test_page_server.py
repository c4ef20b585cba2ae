"""The server sends its own headers with every answer and answers nothing that nobody here asks."""

import logging.config
import tomllib
from collections.abc import MutableMapping
from typing import Any

import anyio
import pytest
from test_page_store import ROOT
from uvicorn.config import LOGGING_CONFIG

from analytics.commands.parser import parse
from analytics.commands.serve import settings
from analytics.pages import server
from analytics.pages.guard import quiet_logs
from analytics.pages.server import Shield, policy


async def plain(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"hello"})


def ask(
    path: str, host: bytes = b"localhost:8501", kind: str = "http", origin: bytes = b""
) -> list[MutableMapping[str, Any]]:
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    anyio.run(
        Shield(plain), {"type": kind, "path": path, "headers": [(b"host", host), (b"origin", origin)]}, receive, send
    )
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


STRANGE: dict[str, tuple[bytes, bytes]] = {
    "a host of somebody else": (b"evil.example", b""),
    "a host that begins like ours": (b"localhost.evil.example:8501", b""),
    "a host with a user": (b"localhost@evil.example", b""),
    "a host that is none": (b"localhost:x", b""),
    "no host": (b"", b""),
    "a page of somebody else": (b"localhost:8501", b"http://evil.example"),
    "a page of nobody": (b"localhost:8501", b"null"),
    "a page that is none": (b"localhost:8501", b"http://[::1"),
}


@pytest.mark.parametrize("case", STRANGE)
def test_strangers_are_sent_away_at_the_door(case: str) -> None:
    """Before Streamlit, which would ask a server outside for this machine's own address."""
    host, origin = STRANGE[case]
    answer = ask("/", host=host, origin=origin)
    assert answer[0]["status"] == 403 and answer[1]["body"] == b""
    assert ask("/_stcore/stream", kind="websocket", host=host, origin=origin) == [
        {"type": "websocket.close", "code": 1008}
    ]


@pytest.mark.parametrize("host", [b"localhost", b"LOCALHOST:8501", b"127.0.0.1:9000", b"localhost.:80"])
def test_whoever_calls_us_by_our_name_is_let_in(host: bytes) -> None:
    for origin in (b"", b"http://" + host, b"https://localhost:9999"):
        assert ask("/", host=host, origin=origin)[0]["status"] == 200


def test_hosts_that_the_settings_name_are_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a proxy with a name of its own."""
    monkeypatch.setattr(server.st, "get_option", lambda name: ["*.practice.example", "board.example"])
    for host, status in ((b"a.practice.example", 200), (b"board.example:443", 200), (b"practice.example", 403)):
        assert ask("/", host=host)[0]["status"] == status
    monkeypatch.setattr(server.st, "get_option", lambda name: [])
    assert ask("/", host=b"anything.example")[0]["status"] == 200


def test_no_log_of_the_server_holds_a_traceback(caplog: pytest.LogCaptureFixture) -> None:
    """Loggers that uvicorn configures after the start keep the filter that was put on them before."""
    quiet_logs()
    logging.config.dictConfig(LOGGING_CONFIG)
    logger = logging.getLogger("uvicorn.error")
    logger.addHandler(caplog.handler)
    try:
        raise KeyError("ZQCANARYLAST")
    except KeyError:
        logger.exception("Exception in ASGI application")
    finally:
        logger.removeHandler(caplog.handler)
    assert "KeyError, id " in caplog.text and "Traceback" not in caplog.text and "ZQ" not in caplog.text


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
