"""Young and one-sided stores are designed states: six weeks of one payer, claims or remittances alone, one answer."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from test_page_store import said, visit
from x12_text import CLAIM_835, CLAIM_837, SUBSCRIBER, file_835, file_837

from analytics.ingest.run import ingest
from analytics.store import Store

START = date(2026, 1, 5)
PAGES = ("overview", "denials", "leakage", "claims", "data")


def submission(week: int) -> bytes:
    """Ten claims of one week, sent at its end."""
    day, sent = START + timedelta(weeks=week), START + timedelta(weeks=week, days=5)
    claims = [
        CLAIM_837.replace("CLM*A1", f"CLM*W{week}N{number}").replace("20250102", f"{day:%Y%m%d}")
        for number in range(10)
    ]
    text = file_837(SUBSCRIBER, *claims)
    return text.replace(b"20250110", f"{sent:%Y%m%d}".encode()).replace(b"B0001", f"B{week:04}".encode())


def remittance(week: int, answered: int = 10) -> bytes:
    """The answers to a week, two weeks later: every fourth denied as bundled."""
    day, paid = START + timedelta(weeks=week), START + timedelta(weeks=week + 2)
    claims = []
    for number in range(answered):
        claim = CLAIM_835.replace("CLP*A1", f"CLP*W{week}N{number}").replace("ICN1", f"ICN{week}-{number}")
        if number % 4 == 0:
            claim = claim.replace("*1*100*60*10", "*4*100*0*0").replace("100*60**1", "100*0**1")
            claim = claim.replace("CAS*CO*45*30", "CAS*CO*97*100").replace("CAS*PR*2*10\n", "").replace("B6*70", "B6*0")
        claims.append(claim.replace("20250102", f"{day:%Y%m%d}"))
    total = 60 * sum(number % 4 != 0 for number in range(answered))
    text = file_835(*claims, paid=str(total), trace=f"T{week}")
    return text.replace(b"20250110", f"{paid:%Y%m%d}".encode())


STORES: dict[str, list[bytes]] = {
    "six weeks of one payer": [*map(submission, range(6)), *map(remittance, range(4))],
    "claims alone": [submission(week) for week in range(6)],
    "remittances alone": [remittance(week) for week in range(6)],
    "one answer": [remittance(0, answered=1)],
}
SAYS = {
    "six weeks of one payer": "Left out of the rates because payers have not answered enough yet: Feb 2026",
    "claims alone": "load the remittances of these months",
    "remittances alone": "96372 denials were 30.0 % of answered lines from Jan 2026 through Feb 2026 (19.9–42.5 %)",
    "one answer": "too few to name a rate",
}


@pytest.fixture(scope="module", params=STORES)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    place = tmp_path_factory.mktemp("young")
    (place / "in").mkdir()
    for number, data in enumerate(STORES[request.param]):
        (place / "in" / f"{number}.txt").write_bytes(data)
    store = Store.create(place / "store")
    document = ingest([place / "in"], store)
    assert {file["status"] for file in document["files"]} == {"loaded"}
    return request.param, store.folder


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_whole(monkeypatch: pytest.MonkeyPatch, store: tuple[str, Path], page: str) -> None:
    """No fault, no NaN, and no 0 % that means that there are no data."""
    _, folder = store
    app = visit(monkeypatch, folder, page, period="All months")
    assert not app.exception
    assert not app.error, said(app)
    shown = said(app) + " ".join(f"{metric.value} {metric.delta}" for metric in app.metric)
    assert "nan" not in shown.lower().split()
    assert "inf" not in shown.lower().split()


def test_the_headline_says_how_far_to_trust_it(monkeypatch: pytest.MonkeyPatch, store: tuple[str, Path]) -> None:
    name, folder = store
    app = visit(monkeypatch, folder, "overview", period="All months")
    assert SAYS[name] in said(app)
    if name == "claims alone":
        assert {metric.value for metric in app.metric if "rate" in metric.label.lower()} <= {"no data"}
