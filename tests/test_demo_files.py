"""The demo's files, read by a tiny reader of this test's own: envelopes, balance, sums against the planted truth."""

import csv
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from analytics.demo import Demo, write_demo

ROOT = Path(__file__).parents[1]


@dataclass
class Line:
    control: str = ""
    code: str = ""
    charge: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    cuts: list[tuple[str, str, Decimal]] = field(default_factory=list)


@dataclass
class Claim:
    day: str
    claim_id: str
    status: str
    charge: Decimal
    paid: Decimal
    share: Decimal
    filing: str
    cuts: list[tuple[str, str, Decimal]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass
class Payment:
    amount: Decimal
    day: str = ""
    withheld: Decimal = Decimal(0)
    claims: list[Claim] = field(default_factory=list)


def segments(path: Path) -> list[list[str]]:
    """Elements of every segment; separators are taken from the ISA, components are put back to colons."""
    text = path.read_text(encoding="ascii")
    element, component, end = text[3], text[104], text[105]
    parts = (part.strip().replace(component, ":") for part in text.split(end))
    return [part.split(element) for part in parts if part]


def triplets(cas: list[str]) -> list[tuple[str, str, Decimal]]:
    return [(cas[1], cas[at], Decimal(cas[at + 1])) for at in range(2, len(cas), 3)]


def payments(path: Path) -> list[Payment]:
    """The payments of an 835 with their claims and lines."""
    found: list[Payment] = []
    for part in segments(path):
        match part:
            case ["BPR", _, amount, *_]:
                found.append(Payment(Decimal(amount)))
            case ["DTM", "405", day]:
                found[-1].day = day
            case ["CLP", claim_id, status, charge, paid, share, filing, *_]:
                claim = Claim(found[-1].day, claim_id, status, Decimal(charge), Decimal(paid), Decimal(share), filing)
                found[-1].claims.append(claim)
            case ["SVC", code, charge, paid, *more]:
                billed = more[2] if len(more) > 2 and more[2] else code
                claim.lines.append(Line("", billed.split(":")[1], Decimal(charge), Decimal(paid)))
            case ["CAS", *_]:
                (claim.lines[-1] if claim.lines else claim).cuts.extend(triplets(part))
            case ["REF", "6R", control]:
                claim.lines[-1].control = control
            case ["PLB", _, _, *pairs]:
                found[-1].withheld += sum((Decimal(amount) for amount in pairs[1::2]), Decimal(0))
    return found


def total(cuts: list[tuple[str, str, Decimal]]) -> Decimal:
    return sum((amount for _, _, amount in cuts), Decimal(0))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return write_demo(tmp_path_factory.mktemp("small"), months=3, encounters=150)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return write_demo(tmp_path_factory.mktemp("world"), months=12, encounters=3_000, seed=7)


@pytest.fixture(scope="module")
def truth(world: Demo) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(world.truth_path.read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def remittances(world: Demo) -> list[Payment]:
    return [payment for path in world.files if path.suffix == ".835" for payment in payments(path)]


def contents(demo: Demo) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (*demo.files, demo.truth_path)}


def test_the_same_seed_gives_the_same_bytes(small: Demo, tmp_path: Path) -> None:
    assert contents(write_demo(tmp_path, months=3, encounters=150)) == contents(small)


def test_another_seed_gives_another_world(small: Demo, tmp_path: Path) -> None:
    assert contents(write_demo(tmp_path, months=3, encounters=150, seed=2)) != contents(small)


def test_the_truth_is_not_in_the_folder_that_is_ingested(small: Demo) -> None:
    assert set(small.folder.iterdir()) == set(small.files)
    assert small.truth_path.parent != small.folder


def test_every_envelope_counts_its_content(world: Demo) -> None:
    for path in world.files:
        opened: dict[str, list[int]] = defaultdict(list)
        parts = segments(path)
        for at, part in enumerate(parts):
            opened[part[0]].append(at)
            if part[0] == "SE":
                start = parts[opened["ST"][-1]]
                assert (part[1], part[2]) == (str(at - opened["ST"][-1] + 1), start[2])
            if part[0] == "GE":
                inside = [at for at in opened["ST"] if at > opened["GS"][-1]]
                assert (part[1], part[2]) == (str(len(inside)), parts[opened["GS"][-1]][6])
            if part[0] == "IEA":
                assert (part[1], part[2]) == ("1", parts[opened["ISA"][-1]][13])
        assert len(opened["ISA"]) == len(opened["IEA"]) == len(opened["GS"]) == len(opened["GE"]) > 0


def test_interchange_control_numbers_are_used_once(world: Demo) -> None:
    controls = [part[13] for path in world.files for part in segments(path) if part[0] == "ISA"]
    assert len(controls) == len(set(controls))


def test_every_line_balances(remittances: list[Payment]) -> None:
    lines = [line for payment in remittances for claim in payment.claims for line in claim.lines]
    assert lines
    assert [line for line in lines if line.charge - total(line.cuts) != line.paid] == []


def test_every_claim_balances(remittances: list[Payment]) -> None:
    for claim in (claim for payment in remittances for claim in payment.claims):
        line_cuts = [cut for line in claim.lines for cut in line.cuts]
        owed = total([cut for cut in (*claim.cuts, *line_cuts) if cut[0] == "PR"])
        assert claim.charge - total(claim.cuts) - total(line_cuts) == claim.paid
        assert claim.share == owed
        if claim.lines:
            assert sum(line.charge for line in claim.lines) == claim.charge
            assert sum(line.paid for line in claim.lines) - total(claim.cuts) == claim.paid


def test_every_payment_balances_and_none_is_negative(remittances: list[Payment]) -> None:
    for payment in remittances:
        assert payment.amount == sum((claim.paid for claim in payment.claims), Decimal(0)) - payment.withheld
        assert payment.amount >= 0


def test_payments_and_provider_adjustments_sum_to_the_truth(remittances: list[Payment], truth: dict[str, Any]) -> None:
    files = truth["files"]
    assert sum(payment.amount for payment in remittances) * 100 == files["bpr_cents"]
    assert sum(payment.withheld for payment in remittances) * 100 == files["plb_cents"]
    assert len(remittances) == files["payments"]
    assert sum(len(payment.claims) for payment in remittances) == files["remit_claims"]
    assert max(payment.day for payment in remittances) == truth["as_of"].replace("-", "")


def key_of(claim: Claim, line: Line) -> str:
    claim_id = claim.claim_id.replace("LN", "LF")
    return f"{claim_id}L{line.control.rpartition('L')[2]}"


def events_by_line(remittances: list[Payment]) -> dict[str, list[tuple[Claim, Line]]]:
    """Every event of every 96372 line whose sender returns our line control number, oldest first."""
    events: dict[str, list[tuple[Claim, Line]]] = defaultdict(list)
    for payment in sorted(remittances, key=lambda payment: payment.day):
        for claim in payment.claims:
            for line in claim.lines:
                if line.code == "96372" and line.control:
                    events[key_of(claim, line)].append((claim, line))
    return events


def traceable(truth: dict[str, Any], remittances: list[Payment]) -> dict[str, dict[str, Any]]:
    """Truth lines whose every event can be found by its line control: no claim-level money, no missing control."""
    untraced = {
        claim.claim_id.replace("LN", "LF")
        for payment in remittances
        for claim in payment.claims
        if claim.cuts or not all(line.control for line in claim.lines)
    }
    return {
        f"{line['claim_id']}L{line['line_number']}": line for line in truth["lines"] if line["claim_id"] not in untraced
    }


def test_paid_of_every_line_is_the_sum_of_its_events(truth: dict[str, Any], remittances: list[Payment]) -> None:
    events = events_by_line(remittances)
    lines = traceable(truth, remittances)
    assert len(lines) > 2_000
    for key, line in lines.items():
        assert sum((event.paid for _, event in events[key]), Decimal(0)) * 100 == line["paid_cents"], key


def classes() -> dict[str, tuple[str, str]]:
    with (ROOT / "data/reference/carc_class.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["class"], row["category"]) for row in csv.DictReader(file)}


def first_answer(events: list[tuple[Claim, Line]]) -> Line | None:
    """The first event that is no reversal, pend, secondary or other payer's; our duplicate only when alone."""
    known = classes()

    def kind(claim: Claim, line: Line) -> str:
        # Capitation (24) is an answer of the payer; from Medicare the same code means another plan.
        is_capitated = claim.filing != "MB" and any(reason == "24" for _, reason, _ in line.cuts)
        found = set() if is_capitated else {known[reason][0] for _, reason, _ in line.cuts}
        return "" if claim.status in ("2", "22", "23") or found & {"pended", "routed"} else "answer"

    answers = [line for claim, line in events if kind(claim, line)]
    others = [line for line in answers if all(reason != "18" for _, reason, _ in line.cuts)]
    return next(iter(others or answers), None)


def test_the_first_answer_in_the_files_is_the_planted_one(truth: dict[str, Any], remittances: list[Payment]) -> None:
    events, known, compared = events_by_line(remittances), classes(), Counter[bool]()
    for key, line in traceable(truth, remittances).items():
        answer = first_answer(events[key])
        denials = [cut for cut in answer.cuts if known[cut[1]][0] == "denial"] if answer else []
        assert total(denials) * 100 == line["initial_denied_cents"], key
        assert bool(denials) == line["initial_denial"], key
        assert (answer is None) == (line["first_answer_date"] is None), key
        compared[line["initial_denial"]] += 1
    assert min(compared.values()) > 100


def test_every_submission_has_its_own_sum_and_its_lines_are_numbered(world: Demo) -> None:
    claims = 0
    for path in (path for path in world.files if path.suffix == ".837"):
        sent, summed, count = Decimal(0), Decimal(0), 0
        for part in [*segments(path), ["CLM", "", "0"]]:
            if part[0] == "CLM":
                assert sent == summed
                sent, summed, count, claims = Decimal(part[2]), Decimal(0), 0, claims + 1
            elif part[0] == "LX":
                count += 1
                assert part[1] == str(count)
            elif part[0] == "SV1":
                summed += Decimal(part[2])
        claims -= 1
    assert claims == world.truth.document()["files"]["claims"]


def test_no_service_is_later_than_its_file_and_no_file_is_later_than_the_cut_off(world: Demo) -> None:
    cutoff = f"{world.truth.plan.cutoff:%Y%m%d}"
    for path in world.files:
        sent = ""
        for part in segments(path):
            if part[0] == "GS":
                sent = part[4]
                assert sent <= cutoff
            elif part[0] in ("DTP", "DTM") and part[1] in ("472", "150", "232"):
                assert part[-1] <= sent


def test_another_library_reads_the_same_money(small: Demo) -> None:
    oxedi = pytest.importorskip("oxedi")
    for path in (path for path in small.files if path.suffix == ".835"):
        result = oxedi.parse_file(str(path))
        own = payments(path)
        assert not result.diagnostics
        assert result.count_claims() == sum(len(payment.claims) for payment in own)
        assert Decimal(str(result.sum_payments())) == sum(payment.amount for payment in own)


def test_the_file_names_say_what_they_hold(small: Demo) -> None:
    pattern = re.compile(r"(claims_\d{4}-\d\d\.837|remittances_[a-z]+_\d{4}-\d\d\.835)")
    assert all(pattern.fullmatch(path.name) for path in small.files)
    assert date.fromisoformat(small.truth.document()["as_of"]) <= small.truth.plan.cutoff
