"""The budgets of reading and loading files."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from analytics.bench.alone import Cost, command, has, in_turn, ours, script
from analytics.bench.peers import OXEDI, PYX12
from analytics.bench.result import Result, judged, skipped
from analytics.bench.size import MB, Progress, Size
from analytics.store import Store

PAYERS = (
    ("MEDICARE PART B", "10001", "MB"),
    ("FIRST COMMERCIAL PPO", "20001", "12"),
    ("SECOND COMMERCIAL HMO", "20002", "HM"),
    ("BLUE PLAN", "BLUE1", "15"),
    ("MEDICARE ADVANTAGE PLAN", "30001", "16"),
    ("STATE MEDICAID", "40001", "MC"),
)
VISITS = (("99212", 11000), ("99213", 17500), ("99214", 26000))
DRUGS = (("J3420", 900), ("J1885", 1200), ("J1100", 800), ("J0696", 2400), ("J3301", 2100))
REFUSALS = (("97", "M15"), ("50", "N115"), ("4", "N519"), ("16", "M51"), ("197", ""))
CLAIMS = (40, 160)
"""Fewest and most claims of one payment."""
CLAIM_BYTES = 430
"""About what a claim takes."""


@dataclass
class _Payment:
    """What a payment's claims add up to, in cents."""

    segments: list[str] = field(default_factory=list)
    paid: int = 0


def write_file(path: Path, size: int, seed: int) -> int:
    """One 835 of about so many bytes, with as many payments as it takes; returns its size."""
    chance, written, number = Random(seed), 0, 0
    with path.open("w", encoding="ascii", newline="") as out:
        while written < size:
            number += 1
            claims = min(chance.randint(*CLAIMS), max(1, (size - written) // CLAIM_BYTES))
            segments = _interchange(chance, seed, number, claims)
            written += sum(out.write(f"{segment}~") for segment in segments)
    return written


def write_folder(folder: Path, files: int, size: int, seed: int) -> int:
    """So many files of about so many bytes each; returns their size together."""
    folder.mkdir(parents=True)
    return sum(write_file(folder / f"{at:05d}.835", size, seed * 1_000_000 + at) for at in range(files))


def _interchange(chance: Random, seed: int, number: int, claims: int) -> list[str]:
    """ISA to IEA around one payment."""
    payer = PAYERS[(seed + number) % len(PAYERS)]
    day = f"2025{chance.randint(10, 12)}{chance.randint(1, 28):02d}"
    control = f"{(seed * 1009 + number) % 1_000_000_000:09d}"
    parties = f"ZZ*{payer[1]:<15}*ZZ*{'PRACTICE01':<15}"
    head = f"ISA*00*{'':10}*00*{'':10}*{parties}*{day[2:]}*0900*^*00501*{control}*0*P*:"
    body = _transaction(chance, payer, f"{seed}X{number}", day, claims)
    group = f"GS*HP*{payer[1]}*PRACTICE01*{day}*0900*1*X*005010X221A1"
    return [head, group, *body, "GE*1*1", f"IEA*1*{control}"]


def _transaction(chance: Random, payer: Sequence[str], name: str, day: str, claims: int) -> list[str]:
    payment = _Payment()
    for at in range(claims):
        _claim(chance, payer, f"{name}C{at}", payment)
    withheld = chance.randint(100, 5000) if chance.random() < 0.3 else 0
    pairs = [f"PLB*1999999984*20251231*WO:{name}*{_x12(withheld)}"] if withheld else []
    bank = f"CCP*01*011900254*DA*0000123456*1222222222**01*061000052*DA*0009876543*{day}"
    segments = [
        f"BPR*I*{_x12(payment.paid - withheld)}*C*ACH*{bank}",
        f"TRN*1*EFT{name}*1222222222",
        f"DTM*405*{day}",
        f"N1*PR*{payer[0]}*XV*{payer[1]}",
        "N3*PO BOX 1",
        "N4*ANYTOWN*NC*276010000",
        "PER*BL*EDI*TE*8005550101",
        "N1*PE*SAMPLE PRACTICE PLLC*XX*1999999984",
        "REF*TJ*561234567",
        "LX*1",
        *payment.segments,
        *pairs,
    ]
    return ["ST*835*0001", *segments, f"SE*{len(segments) + 2}*0001"]


def _claim(chance: Random, payer: Sequence[str], control: str, payment: _Payment) -> None:
    """A visit (often), an injection (always), a drug (usually), each answered."""
    served = f"2025{chance.randint(1, 9):02d}{chance.randint(1, 28):02d}"
    body: list[str] = []
    charge = paid = share = 0
    for at, (code, billed, units) in enumerate(_billed(chance), 1):
        line_paid, line_share, segments = _answered(chance, billed)
        composite = f"HC:{code}"
        body.append(f"SVC*{composite}*{_x12(billed)}*{_x12(line_paid)}**{units}")
        body += [f"DTM*472*{served}", *segments, f"REF*6R*{control}L{at}"]
        charge, paid, share = charge + billed, paid + line_paid, share + line_share
    patient = chance.randint(0, 49_999)
    payment.paid += paid
    payment.segments += [
        f"CLP*{control}*1*{_x12(charge)}*{_x12(paid)}*{_x12(share)}*{payer[2]}*ICN{control}*11*1",
        f"NM1*QC*1*DOE{patient % 997}*PAT{patient % 89}****MI*MBR{patient:07d}",
        f"NM1*82*1*PROVIDER*{'ABCDEFGH'[patient % 8]}****XX*{1000000000 + patient % 8 * 11}",
        f"DTM*232*{served}",
        f"DTM*050*{served}",
        *body,
    ]


def _billed(chance: Random) -> Iterator[tuple[str, int, int]]:
    """Code (with modifier), charge in cents, units."""
    if chance.random() < 0.7:
        code, charge = chance.choice(VISITS)
        yield (f"{code}:25" if chance.random() < 0.8 else code), charge, 1
    yield "96372", chance.choice((4500, 5500, 6500)), 1
    if chance.random() < 0.85:
        (code, charge), units = chance.choice(DRUGS), chance.choice((1, 1, 2, 4))
        yield code, charge * units, units


def _answered(chance: Random, charge: int) -> tuple[int, int, list[str]]:
    """Paid and the patient's share in cents, and the segments that say why it is not the charge."""
    if chance.random() < 0.1:
        reason, remark = chance.choice(REFUSALS)
        return 0, 0, [f"CAS*CO*{reason}*{_x12(charge)}", *([f"LQ*HE*{remark}"] if remark else [])]
    allowed = charge * chance.randint(25, 75) // 100
    share = allowed * chance.choice((0, 0, 10, 20, 100)) // 100
    cut = [f"CAS*CO*45*{_x12(charge - allowed)}"]
    patient = [f"CAS*PR*{1 if share == allowed else 2}*{_x12(share)}"] if share else []
    return allowed - share, share, [*cut, *patient, f"AMT*B6*{_x12(allowed)}"]


def _x12(cents: int) -> str:
    """An amount as X12 sends it: no trailing zeros, no trailing point."""
    sign, (whole, part) = ("-" if cents < 0 else ""), divmod(abs(cents), 100)
    return f"{sign}{whole}.{part:02d}".rstrip("0").rstrip(".")


TIMES = 3
MOST_PARTS = 8


def files(place: Path, size: Size, progress: Progress) -> Iterator[Result]:
    """Reading and loading 835 files."""
    little, large = place / "little.835", place / "large.835"
    write_file(little, 2 * MB if size.file > MB else 50_000, 1)
    bytes_read = write_file(large, size.file, 2)
    progress("reading one file", 0.05)
    costs = _readers(little, large)
    yield from _reading(costs, bytes_read)
    progress("loading one file", 0.15)
    yield from _loading(place, little, large, costs.get("oxedi"))
    progress(f"loading {size.files:,} files", 0.25)
    yield _folder(place, size)


def _readers(little: Path, large: Path) -> dict[str, Cost]:
    """Each reader that is installed, in turn."""
    runs: dict[str, Callable[[], Cost]] = {"ours": lambda: ours("read", little, large)}
    if has("oxedi"):
        runs["oxedi"] = lambda: script(OXEDI, little, large)
    costs = dict(zip(runs, in_turn(TIMES, *runs.values()), strict=True))
    if has("pyx12"):
        costs["pyx12"] = script(PYX12, little, large)
    if len({cost.said["claims"] for cost in costs.values()}) > 1:
        raise AssertionError("the readers found different claims")
    return costs


def _reading(costs: dict[str, Cost], size: int) -> Iterator[Result]:
    mine, what = costs["ours"], f"{size / MB:.0f} MB, {costs['ours'].said['claims']:,} claims"
    for peer, budget, kept in (
        ("oxedi", 1.0, "Rust, all its tables to Polars; without modifiers, remarks, SVC06"),
        ("pyx12", 1 / 7, "X12Reader and four sums"),
    ):
        name = f"read an 835, seconds, against {peer}"
        if peer in costs:
            yield judged(name, mine.seconds, costs[peer].seconds, budget, f"{what}; {peer}: {kept}")
        else:
            yield skipped(name, budget, f"{peer} is not installed")
    megabytes = mine.peak_mb / (size / MB)
    yield judged("read an 835, memory per megabyte of file", megabytes, None, 12.0, f"{mine.peak_mb:.0f} MB above idle")


def _loading(place: Path, little: Path, large: Path, oxedi: Cost | None) -> Iterator[Result]:
    """Loading without the build, less what loading next to nothing takes."""
    tiny = place / "tiny.835"
    write_file(tiny, 1_000, 3)
    stores = iter(range(100))

    def load(file: Path) -> Cost:
        return command("ingest", file, "--no-build", "--store", place / f"load{next(stores)}")

    start, whole = in_turn(TIMES, lambda: load(tiny), lambda: load(large))
    seconds = whole.seconds - start.seconds
    note = f"less {start.seconds:.2f} s of start-up; {whole.peak_mb - start.peak_mb:.0f} MB above idle"
    name = "load an 835, seconds, against oxedi's reading"
    yield judged(name, seconds, oxedi.seconds, 1.5, note) if oxedi else skipped(name, 1.5, "oxedi is not installed")
    megabytes = (whole.peak_mb - start.peak_mb) / (large.stat().st_size / MB)
    yield judged("load an 835, memory per megabyte of file", megabytes, None, 12.0, note)


def _folder(place: Path, size: Size) -> Result:
    """Many small files against one of their size; the parts they leave are counted, too."""
    together = write_folder(place / "many", size.files, size.small, 4)
    write_file(place / "one.835", together, 5)
    many, one = in_turn(
        1,
        lambda: command("ingest", place / "many", "--no-build", "--store", place / "many-store"),
        lambda: command("ingest", place / "one.835", "--no-build", "--store", place / "one-store"),
    )
    parts = _most_parts(place / "many-store")
    note = f"{size.files:,} files of {size.small / 1000:.0f} kB against one of {together / MB:.0f} MB; "
    note += f"{parts} parts per table and month (at most {MOST_PARTS})"
    result = judged("load a folder, seconds, against one file", many.seconds, one.seconds, 3.0, note)
    return replace(result, ok=bool(result.ok) and parts <= MOST_PARTS)


def _most_parts(folder: Path) -> int:
    rows = Store.open(folder).rows("select count(*) n from part where removed_snap is null group by tbl, month")
    return max(int(row["n"]) for row in rows)
