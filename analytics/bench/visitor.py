"""One session of the dashboard without a browser: the messages that a browser would send, and what comes back."""

import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

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
