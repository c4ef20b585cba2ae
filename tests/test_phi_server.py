"""Canaries through the running server: names and numbers of a patient or a claim reach no log, address or error."""

import asyncio
import shutil
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from test_bad_input_machine import run
from test_command_line import reimburse
from test_phi_canary import CANARIES, CLAIM, REMIT
from x12_text import file_835, file_837

from analytics.bench.alone import has
from analytics.bench.sessions import PAGES, served
from analytics.store import Store

NAMED = {"CLM*A1": "CLM*ZQCLAIM4711", "CLP*A1": "CLP*ZQCLAIM4711", "ICN1": "ZQPAYERCLAIM5", "REF*6R*L1": "REF*6R*L1"}
MRN = "ZQMRN314159"
EVERY = (*CANARIES, "ZQCLAIM4711", "ZQPAYERCLAIM5", MRN)
SHAREABLE = (
    "claim_line",
    "remit_payment",
    "remit_claim",
    "remit_line",
    "adjustment",
    "event",
    "line",
    "encounter",
    "leak",
)


def named(text: str) -> str:
    for old, new in NAMED.items():
        text = text.replace(old, new)
    return text.replace("REF*G1*AUTHZQ7788", f"REF*G1*AUTHZQ7788\n    REF*EA*{MRN}")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one patient, whose every name and number is a canary."""
    place = tmp_path_factory.mktemp("server")
    (place / "in").mkdir()
    (place / "in" / "a.837").write_bytes(file_837(named(CLAIM)))
    (place / "in" / "b.835").write_bytes(file_835(named(REMIT)))
    assert reimburse("ingest", place / "in", "--store", place / "store").returncode == 0
    return place


def found(text: str) -> list[str]:
    return [canary for canary in EVERY if canary in text]


async def visits(port: int, store: Path) -> tuple[list[str], bool]:
    """Every page, the canary's own claim, and a page whose data are gone: addresses, and whether it was told."""
    from websockets.asyncio.client import connect

    from analytics.bench.sessions import Visitor

    address = f"ws://localhost:{port}/_stcore/stream"
    seen: list[str] = []
    async with connect(address, subprotocols=["streamlit"], max_size=None) as wire:  # type: ignore[list-item]
        visitor = Visitor(wire)
        for page in (*PAGES, "reconciliation", "data", "claims"):
            painted = await visitor.look(page)
            assert not painted.failed
            seen += painted.addresses
        painted = await visitor.look("claims", Claim_number=["ZQCLAIM4711"])
        seen += painted.addresses
        for part in Store.open(store).read().raw["remit_line"]:
            part.write_bytes(b"PAR1 ZQCLAIM4711 not what was written PAR1")
        gone = await visitor.look("denials")
        return [*seen, *gone.addresses], not gone.numbers


@pytest.mark.skipif(not has("websockets"), reason="the driver of sessions needs websockets")
def test_a_running_server_tells_nobody(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R16: log, addresses, error pages and what lies in temporary folders, after visits to every page and a fault."""
    temporary = place / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    log, store = place / "server.log", shutil.copytree(place / "store", place / "copy")
    with log.open("wb") as out, served(store, out) as (port, _):
        answered = [answer(port, path) for path in ("/", "/denials?claim=ZQCLAIM4711", "/nowhere", "/media/x.csv")]
        assert answer(port, "/_stcore/metrics")[0] == 404
        addresses, told = asyncio.run(visits(port, store))
    assert told, "numbers were shown from a part that is not what was written"
    assert not found(" ".join(addresses)) and not found(" ".join(text for _, text in answered))
    said = log.read_text(encoding="utf-8")
    assert not found(said.replace("/denials?claim=ZQCLAIM4711", "")) and "Traceback" not in said
    left = [path for path in temporary.rglob("*") if path.is_file()]
    assert not [path for path in left if found(path.read_bytes().decode("latin-1"))]


def answer(port: int, path: str) -> tuple[int, str]:
    """Status, and headers with body."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=10) as page:
            return page.status, f"{page.headers}{page.read().decode('utf-8', 'replace')}"
    except urllib.error.HTTPError as error:
        return error.code, f"{error.headers}{error.read().decode('utf-8', 'replace')}"


@pytest.mark.skipif(not has("websockets"), reason="the driver of sessions needs websockets")
def test_the_headers_are_on_every_answer_and_a_strange_host_gets_no_session(place: Path) -> None:
    with served(place / "store") as (port, _):
        for path in ("/", "/_stcore/health", "/nowhere"):
            status, text = answer(port, path)
            assert "content-security-policy" in text.lower() and "nosniff" in text.lower(), (path, status)
        assert asyncio.run(handshake(port, "localhost")) == 101
        assert asyncio.run(handshake(port, "evil.example")) == 403


async def handshake(port: int, host: str) -> int:
    """The status with which the server answers a browser that calls it by this name."""
    from websockets.asyncio.client import connect
    from websockets.exceptions import InvalidStatus

    address = f"ws://{host}:{port}/_stcore/stream"
    try:
        async with connect(address, subprotocols=["streamlit"], host="127.0.0.1"):  # type: ignore[list-item]
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_a_shareable_export_of_any_table_holds_no_canary(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names, claim numbers and member ids are in none; a table that cannot be shared says so."""
    for table in SHAREABLE:
        out = place / f"{table}.csv"
        assert run("export", table, "--shareable", "--out", out, "--store", place / "store") in (0, 2)
        text = out.read_text(encoding="utf-8") if out.exists() else ""
        assert not found(text + "".join(capsys.readouterr())), table
    assert (place / "line.csv").exists()
