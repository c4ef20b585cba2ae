"""reimburse serve: the dashboard on this machine, hardened."""

import contextlib
import errno
import os
import socket
import sys
import time
import tomllib
import urllib.request
import webbrowser
from argparse import Namespace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from analytics.commands.output import DONE, RefusedError, answer
from analytics.paths import PACKAGE

if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers

PORT = 8501
UP = 200
_NOT_OURS = {
    errno.EADDRINUSE: "another program listens there, perhaps this dashboard, open already",
    errno.EACCES: "this machine lets only its administrator listen there",
}


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("serve", help="open the dashboard on this machine")
    parser.add_argument("--port", type=int, default=PORT, help=f"where it listens on this machine ({PORT})")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    if not 1 <= args.port <= 65535:
        raise RefusedError(f"--port {args.port}: not a port; choose one from 1024 to 65535")
    refuse_taken(args.port)
    os.environ["REIMBURSE_STORE"] = str(args.store.absolute())
    url = f"http://localhost:{args.port}"
    answer(args, {"url": url, "store": str(args.store)}, [f"the dashboard is at {url} · stop it with Ctrl-C"])
    from analytics.pages.server import app

    if sys.stdout.isatty() and not args.json:
        Thread(target=_open_when_up, args=(url,), daemon=True).start()
    # Streamlit makes the launcher's folder importable: were it our package, `statistics` would be ours, not Python's.
    sys.argv[:] = [str(PACKAGE.parent / "reimburse")]
    app.run(config={**settings(), "server.port": args.port})
    return DONE


def refuse_taken(port: int) -> None:
    """Says that nobody can listen there before any address is announced, or anything else is done."""
    try:
        for kind, *_, place in socket.getaddrinfo(settings()["server.address"], port, type=socket.SOCK_STREAM):
            with socket.socket(kind, socket.SOCK_STREAM) as tried:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself does
                tried.bind(place)
    except OSError as error:
        why = _NOT_OURS.get(error.errno or 0, f"cannot be listened at ({error.strerror or type(error).__name__})")
        raise RefusedError(f"--port {port}: {why}; choose another one from 1024 to 65535 with --port") from None


def _open_when_up(url: str) -> None:
    """A person at a terminal sees the page come up; scripts and servers without a browser see nothing."""
    for _ in range(120):
        time.sleep(0.5)
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as up:
            if up.status == UP:
                webbrowser.open(url)
                return


def settings() -> dict[str, Any]:
    """The dashboard's own configuration, wherever the command is run from; arrays and tables flattened to names."""
    beside = PACKAGE.parent / ".streamlit" / "config.toml"
    path = beside if beside.exists() else PACKAGE / "_streamlit.toml"
    return _flat(_read(path))


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in table.items():
        found |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return found
