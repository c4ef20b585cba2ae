"""Two engines read the same days: queries/build, and plain Python written from the text of rules 27, 28 and 37."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from random import Random
from statistics import median

import pytest
from drawn import build, stored

from analytics import reference

KNOWN = {row["taxonomy"]: row for row in reference.taxonomy_specialty().iter_rows(named=True)}
EDITS = {row["column_one"]: row for row in reference.em_column_two().iter_rows(named=True)}
PERIODS = set(reference.global_days()["code"])
NEW, ESTABLISHED = ("99203", "99204"), ("99212", "99213", "99214")
TAXONOMIES = (
    *("207Q00000X", "207R00000X", "207RC0000X", "363LF0000X", "363A00000X", "364S00000X", "193200000X", "207QA0401X"),
    *("208VP9999X", "208VP9998X", "none", "282N00000X"),
)
OTHERS = ("", "", "20610", "11981", "98940", "96365", "96361", "G0439", "99396", "93000", "85025", "90837", "17110")
DENIALS = ("CO-236", "CO-97", "CO-4", "CO-16 N822", "CO-97 M144", "CO-50", "")
ORDER = ("npi", "specialty", "npp", "unknown", "other_specialty")
Row = dict[str, str]


@dataclass(frozen=True)
class Person:
    npi: str
    taxonomy: str


@dataclass(frozen=True)
class Day:
    """One patient's day: the visit, its injections, another service, and what was answered."""

    name: str
    is_medicare: bool
    code: str
    mods: str
    by: Person
    shots: tuple[Person, ...]
    other: str
    other_by: Person
    other_paid: bool
    denial: str


def provider(day: Day, other: Person) -> str:
    """27, read aloud: the same person, an NPP, a specialty, or nothing that can be said."""
    one = day.by
    if one.npi == other.npi:
        return "npi"
    npps = [is_npp(one), is_npp(other)]
    if day.is_medicare and sum(npps) == 1:
        return "npp"
    if not day.is_medicare and any(npps):
        return "specialty"
    mine, theirs = specialty(one), specialty(other)
    if mine is None or theirs is None:
        return "unknown"
    if mine == theirs:
        return "specialty"
    return "other_specialty" if one.taxonomy in KNOWN and other.taxonomy in KNOWN else "unknown"


def is_npp(person: Person) -> bool:
    known = KNOWN.get(person.taxonomy)
    return bool(known["is_npp"]) if known else person.taxonomy.startswith(("363L", "363A", "364S"))


def specialty(person: Person) -> str | None:
    if person.taxonomy == "none" or person.taxonomy.startswith(("193", "282", "261")):
        return None
    known = KNOWN.get(person.taxonomy)
    if known:
        return str(known["specialty"]) if known["is_certain"] else None
    return "as written " + person.taxonomy[:9]


def can_take(day: Day) -> bool:
    """28: by the table where it lists the code, else by the global period or the payer's own rule."""
    if not day.other or not day.other_paid or provider(day, day.other_by) not in ORDER[:2]:
        return False
    if day.other in EDITS:
        return EDITS[day.other]["ind_new" if day.code in NEW else "ind_established"] is not None
    is_preventive = day.other.isdigit() and 99381 <= int(day.other) <= 99397
    return (day.code in ESTABLISHED and day.other in PERIODS) or (is_preventive and not day.is_medicare)


def cause(day: Day) -> str | None:
    """28: in this order; the injection is the last to be named."""
    if min(map(ORDER.index, (provider(day, shot) for shot in day.shots))) > 1 or day.denial in ("", "CO-50"):
        return None
    if "M144" in day.denial:
        return "global"
    if {"59", "XE", "XP", "XS", "XU"} & set(day.mods.split()):
        return "modifier"
    return "beside_other" if can_take(day) else "sole"


def days(count: int, chance: Random) -> list[Day]:
    people = [Person(f"1{number:09}", TAXONOMIES[number % len(TAXONOMIES)]) for number in range(20)]
    return [
        Day(
            name=f"D{number}",
            is_medicare=chance.random() < 0.5,
            code=chance.choice(NEW + ESTABLISHED),
            mods=chance.choice(("", "", "25", "59", "25 XS")),
            by=chance.choice(people),
            shots=tuple(chance.choice(people) for _ in range(chance.choice((1, 1, 2)))),
            other=chance.choice(OTHERS),
            other_by=chance.choice(people[:4] if chance.random() < 0.5 else people),
            other_paid=chance.random() < 0.8,
            denial=chance.choice(DENIALS),
        )
        for number in range(count)
    ]


def rows(day: Day) -> tuple[list[Row], list[Row]]:
    """A claim per line, each with its answer."""
    refused, _, remark = day.denial.partition(" ")
    found = [(day.code, day.mods, day.by, refused, remark)]
    found += [("96372", "59" if at else "", person, "", "") for at, person in enumerate(day.shots)]
    found += [(day.other, "", day.other_by, "" if day.other_paid else "CO-50", "")] if day.other else []
    own = {"payer": "MCR" if day.is_medicare else "COM", "filing": "MB" if day.is_medicare else "CI"}
    claims, remits = [], []
    for number, (code, mods, person, no, said) in enumerate(found):
        line = {**own, "claim": f"{day.name}-{number}", "code": code, "charge": "100.00", "mods": mods}
        claims.append({**line, "patient": day.name, "by": person.npi, "taxonomy": person.taxonomy})
        answer = {"paid": "0.00", "adj": f"{no} 100.00"} if no else {"paid": "60.00", "adj": "CO-45 40.00"}
        remits.append({**line, **answer, "on": "02-01", "trace": line["claim"], "remarks": said})
    return claims, remits


@pytest.mark.parametrize("seed", [3, 8])
def test_who_took_the_visit_reads_alike(seed: int) -> None:
    drawn = days(400, Random(seed))
    claims, remits = zip(*map(rows, drawn), strict=True)
    tables = build(stored([*chain(*claims)], [*chain(*remits)]), tables=("encounter",))
    found = {row["patient_key"]: row for row in tables["encounter"].iter_rows(named=True)}
    seen = {day.name: (found[day.name]["same_provider"], found[day.name]["em_loss_cause"]) for day in drawn}
    read = {day.name: (min((provider(day, shot) for shot in day.shots), key=ORDER.index), cause(day)) for day in drawn}
    differing = [(day, seen[day.name], read[day.name]) for day in drawn if seen[day.name] != read[day.name]]
    assert not differing, differing[:3]
    assert {one for one, _ in read.values()} == set(ORDER)
    assert {one for _, one in read.values()} == {None, "sole", "beside_other", "global", "modifier"}


def prices(chance: Random) -> list[tuple[str, date, bool, int]]:
    """Visits of several payers: payer, day, with 25 or without, cents."""
    found = []
    for payer in range(12):
        share = chance.choice((0.5, 0.79, 0.8, 0.81, 1.0))
        for _ in range(chance.randrange(20, 90)):
            day = date(2024, chance.randrange(1, 13), chance.randrange(1, 29))
            with_25 = chance.random() < 0.5
            cents = round(chance.choice((10_000, 10_000, 10_001, 9_500)) * (share if with_25 else 1))
            found.append((f"P{payer}", day, with_25, cents))
    return found


@pytest.mark.parametrize("seed", [1, 4])
def test_the_medians_of_two_quarters_read_alike(seed: int) -> None:
    """28: ten of each, the quarter and the one before; exactly 80 % is a cut."""
    drawn = prices(Random(seed))
    claims, remits = [], []
    for number, (payer, day, with_25, cents) in enumerate(drawn):
        own = {"claim": f"V{number}", "patient": f"V{number}", "payer": payer, "date": str(day), "sent": str(day)}
        visit = {**own, "code": "99213", "charge": "150.00", "mods": "25" if with_25 else ""}
        claims.append(visit)
        remits.append({**visit, "on": "2025-03-01", "trace": own["claim"], "paid": str(Decimal(cents) / 100)})
        if with_25:
            claims.append({"claim": "", "code": "96372", "charge": "40.00"})
            remits.append({"claim": "", "code": "96372", "charge": "40.00", "paid": "16.00"})
    built = build(stored(claims, remits), tables=("line", "visit_price"))
    said = built["visit_price"].select("payer_id", "quarter", "rate", "is_cut").rows()
    read = medians(drawn)
    assert {(payer, quarter): (rate, is_cut) for payer, quarter, rate, is_cut in said} == read
    lines = built["line"].filter(role="em").select("claim_id", "em_reduced").rows()
    assert dict(lines) == {f"V{number}": is_reduced(visit, read) for number, visit in enumerate(drawn)}
    assert len({is_cut for _, is_cut in read.values()}) == 2


Medians = dict[tuple[str, int], tuple[Decimal, bool]]


def medians(drawn: list[tuple[str, date, bool, int]]) -> Medians:
    """Per payer and quarter, of this one and the one before: the price without 25, and whether with it is cut."""
    arms: dict[tuple[str, int, bool], list[int]] = defaultdict(list)
    for payer, day, with_25, cents in drawn:
        for later in (0, 1):
            arms[f"{payer}-commercial", quarter_of(day) + later, with_25].append(cents)
    found = {}
    for (payer, quarter, with_25), plain in arms.items():
        marked = arms.get((payer, quarter, True), [])
        if with_25 or len(plain) < 10:
            continue
        is_cut = len(marked) >= 10 and median(marked) * 5 <= median(plain) * 4
        found[payer, quarter] = (Decimal(str(median(plain))) / 100).quantize(Decimal("0.001")), is_cut
    return found


def is_reduced(visit: tuple[str, date, bool, int], read: Medians) -> bool:
    payer, day, with_25, cents = visit
    rate, is_cut = read.get((f"{payer}-commercial", quarter_of(day)), (Decimal(0), False))
    return with_25 and is_cut and Decimal(cents) / 100 < rate


def quarter_of(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3
