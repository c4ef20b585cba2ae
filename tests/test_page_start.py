"""`streamlit run dashboard.py` is the same hardened server as `reimburse serve`: headers, closed doors, quiet log."""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from streamlit.web.server.app_discovery import discover_asgi_app
from test_page_store import ROOT, practice

from analytics.bench.alone import has


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """Port and log of `streamlit run` as anybody would call it."""
    log, port = tmp_path_factory.mktemp("run") / "log", _free_port()
    words = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    with log.open("wb") as out:
        running = subprocess.Popen(
            words, cwd=ROOT, env={**os.environ, "REIMBURSE_STORE": str(practice())}, stdout=out, stderr=out
        )
        try:
            until = time.monotonic() + 120
            while running.poll() is None and time.monotonic() < until and not is_up(port):
                time.sleep(0.2)
            yield port, log
        finally:
            running.terminate()
            running.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def is_up(port: int) -> bool:
    with suppress(OSError):
        return ask(port, "/_stcore/health")[0] == 200
    return False


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """Status, and the headers in small letters."""
    question = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method, headers=headers)
    try:
        with urllib.request.urlopen(question, timeout=10) as answer:
            return answer.status, str(answer.headers).lower()
    except urllib.error.HTTPError as error:
        return error.code, str(error.headers).lower()


def test_streamlit_finds_the_shielded_app() -> None:
    """By reading the file: not by running it."""
    found = discover_asgi_app(ROOT / "dashboard.py")
    assert (found.is_asgi_app, found.import_string) == (True, "dashboard:app")


def test_every_answer_of_streamlit_run_is_shielded(server: tuple[int, Path]) -> None:
    port, _ = server
    for path in ("/", "/denials", "/_stcore/health", "/nowhere"):
        status, headers = ask(port, path)
        assert status == 200 and "content-security-policy: default-src 'self'" in headers and "nosniff" in headers
    assert ask(port, "/_stcore/metrics")[0] == 404
    assert ask(port, "/_stcore/upload_file/a/b", "PUT")[0] == 403
    assert ask(port, "/", Host="evil.example")[0] == ask(port, "/", Origin="http://evil.example")[0] == 403


@pytest.mark.skipif(not has("websockets"), reason="the driver of sessions needs websockets")
def test_its_pages_show_numbers_and_its_log_says_nothing(server: tuple[int, Path]) -> None:
    port, log = server
    assert asyncio.run(numbers(port)) > 0
    said = log.read_text(encoding="utf-8")
    assert "Traceback" not in said and "No runtime found" not in said and "external" not in said.lower()


async def numbers(port: int) -> int:
    from websockets.asyncio.client import connect

    from analytics.bench.sessions import Visitor

    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None) as wire:  # type: ignore[list-item]
        painted = await Visitor(wire).look("overview")
        return 0 if painted.failed else len(painted.numbers)
