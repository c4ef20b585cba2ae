"""Who may talk to the server: pages it sent itself, called by a name that the settings know.

Streamlit refuses strangers at the websocket alone, and asks a server outside for this machine's address to tell them.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

import streamlit as st

Headers = Iterable[tuple[bytes, bytes]]


def is_welcome(headers: Headers) -> bool:
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
