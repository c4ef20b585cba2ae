"""Twenty sessions at once: how long a changed filter takes, how much memory they need, and whose numbers they see."""

import asyncio
import socket
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import IO, TYPE_CHECKING, Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from analytics.bench.alone import as_users_have_it, peak_of
from analytics.paths import PACKAGE

if TYPE_CHECKING:
    pass

PAGES = ("overview", "denials", "payments", "modifier25", "leakage")
UP_SECONDS = 60.0
Asked = tuple[str, str, str]
"""Page, payer and definition that a session asked for."""


@dataclass
class Watched:
    """What all sessions saw: seconds of the first page and of each changed filter, and the numbers of each question."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    seen: dict[Asked, set["Numbers"]] = field(default_factory=lambda: defaultdict(set))
    failed: int = 0
    peak_mb: float = 0.0

    @property
    def crossed(self) -> int:
        """Questions that were answered with different numbers: one session saw those of another."""
        return sum(len(numbers) > 1 for numbers in self.seen.values())


@contextmanager
def served(store: Path, log: int | IO[bytes] = subprocess.DEVNULL) -> Iterator[tuple[int, int]]:
    """The dashboard of a store as `reimburse serve` starts it: its port and its process."""
    port = _free_port()
    line = [sys.executable, "-m", "analytics", "serve", "--store", str(store), "--port", str(port)]
    server = subprocess.Popen(line, cwd=PACKAGE.parent, env=as_users_have_it(), stdout=log, stderr=log)
    try:
        _wait(port, server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + UP_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError("the dashboard did not start")


def watch(store: Path, *, sessions: int, looks: int, think: float, at_once: bool = False) -> Watched:
    """So many sessions, each with its own filters; between two looks they think for about so many seconds."""
    with served(store) as (port, pid):
        found = asyncio.run(_all(port, sessions, looks, think, at_once))
        found.peak_mb = peak_of(pid)
    return found


async def _all(port: int, sessions: int, looks: int, think: float, at_once: bool) -> Watched:
    await first_page(port)  # a server that has been up for a while: its start is measured apart
    found = Watched()
    every = [_one(port, number, looks, think, at_once, found) for number in range(sessions)]
    await asyncio.gather(*every)
    return found


async def first_page(port: int) -> float:
    """Seconds of the first whole page of a new session."""
    found = Watched()
    await _one(port, 0, 0, 0.0, True, found)
    return found.first[0]


async def _one(port: int, number: int, looks: int, think: float, at_once: bool, found: Watched) -> None:
    from websockets.asyncio.client import connect

    chance = Random(number)
    if not at_once:
        await asyncio.sleep(chance.random() * think)
    address = f"ws://localhost:{port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, open_timeout=60) as wire:  # type: ignore[list-item]
        visitor = Visitor(wire)
        painted = await visitor.look(PAGES[0])
        found.first.append(painted.seconds)
        for _ in range(looks):
            await asyncio.sleep(think * (0.5 + chance.random()))
            await _change(visitor, chance, painted.widgets, found)


async def _change(visitor: "Visitor", chance: Random, widgets: dict[str, Any], found: Watched) -> None:
    """Another page, payer and definition: a changed filter as far as the caches are concerned."""
    asked = (
        PAGES[chance.randrange(len(PAGES))],
        _any(chance, widgets["Payer"]),
        _any(chance, widgets["Definition of denied"]),
    )
    painted = await visitor.look(asked[0], Payer=[asked[1]], Definition_of_denied=[asked[2]])
    found.again.append(painted.seconds)
    found.seen[asked].add(painted.numbers)
    found.failed += painted.failed


def _any(chance: Random, widget: tuple[str, list[str]]) -> str:
    return chance.choice(widget[1][1:])


Numbers = tuple[tuple[str, str], ...]
"""The tiles of a page: label and value."""


@dataclass
class Painted:
    """One run of a page: seconds until it was whole, bytes sent, its tiles, and the widgets that can be changed.

    `addresses` are the query strings that the page put into the browser's address line.
    """

    seconds: float
    bytes: int
    numbers: Numbers
    widgets: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    failed: bool = False


class Visitor:
    """Looks at pages and changes filters, as fast as it is asked to."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._set: dict[str, tuple[str, list[str]]] = {}

    async def look(self, page: str, **chosen: list[str]) -> Painted:
        """Opens a page with these filters (by label, as `Payer_class=["Medicare"]`); waits until it is whole."""
        message = BackMsg()
        message.rerun_script.page_name = page
        for label, values in chosen.items():
            self._choose(message, label.replace("_", " "), values)
        start = time.monotonic()
        await self._socket.send(message.SerializeToString())
        painted = await self._painted(start)
        self._set |= painted.widgets
        return painted

    def _choose(self, message: BackMsg, label: str, values: list[str]) -> None:
        kind, (name, *_) = self._set[label][0], self._set[label][1]
        state = message.rerun_script.widget_states.widgets.add()
        state.id = name
        if kind in ("selectbox", "text_input"):
            state.string_value = values[0]
        else:
            state.string_array_value.data.extend(values)

    async def _painted(self, start: float) -> Painted:
        painted = Painted(0.0, 0, ())
        while True:
            raw = await self._socket.recv()
            message = ForwardMsg()
            message.ParseFromString(raw)
            painted.bytes += len(raw)
            if message.WhichOneof("type") == "script_finished":
                painted.seconds = time.monotonic() - start
                return painted
            if message.WhichOneof("type") == "page_info_changed":
                painted.addresses.append(message.page_info_changed.query_string)
            if message.WhichOneof("type") == "delta":
                _note(painted, message.delta)


def _note(painted: Painted, delta: Any) -> None:
    """Keeps what a drawn element says: a tile, a widget, an error."""
    element = delta.new_element
    kind = element.WhichOneof("type") or ""
    if kind == "metric":
        painted.numbers += ((element.metric.label, element.metric.body),)
    elif kind in ("selectbox", "multiselect"):
        widget = getattr(element, kind)
        painted.widgets[widget.label] = kind, [widget.id, *widget.options]
    elif kind == "text_input":
        painted.widgets[element.text_input.label] = kind, [element.text_input.id]
    elif kind == "exception" or (kind == "alert" and "could not be shown" in element.alert.body):
        painted.failed = True
