"""A visitor with a real browser, and a dashboard served to it."""

import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright import sync_api as playwright
from test_page_store import ROOT

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
DONE = "[data-testid=stApp][data-test-script-state=notRunning]"
PROBE = re.compile(r"/[a-z0-9]+/_stcore/(health|host-config)$")
"""Streamlit's page looks for its server below a page's address first; that is answered with 404."""


class Visitor:
    """A browser window that remembers what went wrong and what was asked of whom."""

    def __init__(self, browser: "playwright.Browser", url: str, scheme: str = "light") -> None:
        self.url = url
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, color_scheme=scheme, accept_downloads=True
        )
        self.page = context.new_page()
        self.errors: list[str] = []
        self.outside: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._request)

    def open(self, path: str = "", *, shows: str = "[data-testid=stMetric] >> nth=3") -> "playwright.Page":
        self.page.goto(self.url + path)
        self.page.wait_for_selector(shows, timeout=30_000)
        self.settle()
        return self.page

    def settle(self) -> None:
        self.page.wait_for_selector("h1", timeout=30_000)
        self.page.wait_for_timeout(500)
        self.page.wait_for_selector(DONE, timeout=30_000)

    def _console(self, message: "playwright.ConsoleMessage") -> None:
        if message.type == "error" and not PROBE.search(message.location.get("url", "")):
            self.errors.append(message.text)

    def _request(self, request: "playwright.Request") -> None:
        if not request.url.startswith((self.url, self.url.replace("http", "ws"), "data:", "blob:")):
            self.outside.append(request.url)


def serve(store: Path, log: Path) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "analytics", "serve", "--port", str(port), "--store", str(store)]
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
    url = f"http://localhost:{port}/"
    for _ in range(150):
        try:
            if urllib.request.urlopen(f"{url}_stcore/health", timeout=1).read() == b"ok":
                return server, url
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise AssertionError(log.read_text(encoding="utf-8"))
