"""Observed rates held against payers whose habits are known: false alarms, and whether a cut is found and held."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from analytics.bench.result import Result
from analytics.build.full import make, opened
from analytics.demo.fees import medicare_fee
from analytics.tables import STORED, schema_of

FALSE_ALARMS, HELD = 0.05, 0.90
CUT = 0.95
"""What a payer that cuts goes on to pay of its price."""
FIRST, LAST = 2019, 2026
QUARTERS = (LAST - FIRST) * 4 + 3
HOLDS = 4
"""Quarters for which a cut stays a shortfall: its own and the three after."""
KINDS = {
    "follows": "a share of Medicare's fee",
    "dollars": "a schedule of its own, some of them raised each January",
    "products": "two products, of either",
    "bonus": "one quarter of 3 to 15 % more",
}
RAISED = "raised"
"""Two products on schedules that are both raised each January. By meanings 25 only what was paid before is a habit: the
lower product's new price is none until its first quarter is over and is called short against the higher one's. These
stand apart, counted and said, as nothing in the price tells them from a cut of the higher one."""
CODES = ("96372", "99213")
MOST = 25
"""Payers of a kind in one build."""
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Payer:
    """One payer's habits: its prices as shares of the fee that it goes by, how often each, and when it strays."""

    name: str
    kind: str
    follows: bool
    shares: tuple[float, ...]
    chances: tuple[float, ...]
    lines: float
    raise_by: float
    bonus: tuple[int, float]
    cut: date | None

    def price(self, code: str, day: date, product: int) -> int:
        """Cents per unit on a day, by product; a schedule of its own may rise with the year and never falls."""
        goes_by = day if self.follows else date(FIRST, 7, 1)
        # A schedule changes at most once in twelve months: in a year of a cut, and after it, the cut is the change.
        grown = (1 + self.raise_by) ** (min(day.year, self.cut.year - 1 if self.cut else day.year) - FIRST)
        # A contract names a share of Medicare with one decimal of a percent.
        share = round(self.shares[product] * (self.bonus[1] if quarter_of(day) == self.bonus[0] else 1.0), 3)
        return round(medicare_fee(code, goes_by) * share * grown * (CUT if self.cut and day >= self.cut else 1.0))


def quarter_of(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def price_habits(each: int, progress: Progress) -> list[Result]:
    """Payer-years with a shortfall below usual where nothing was cut; cuts of 5 % found in all their four quarters."""
    quiet: list[tuple[str, bool]] = []
    held: list[tuple[str, bool]] = []
    for first in range(0, each, MOST):
        count = min(MOST, each - first)
        progress(f"payers {first} of {each}: nothing is cut", first / each)
        payers = _payers(np.random.default_rng([first, 3]), count, (*KINDS, RAISED))
        quiet += _years(payers, _short(payers, first))
        progress(f"payers {first} of {each}: 5 % are cut", (first + count / 2) / each)
        payers = _payers(np.random.default_rng([first, 4]), count, tuple(KINDS), is_cut=True)
        held += _cuts(payers, _short(payers, first))
    return [
        _told(quiet, "payer-years falsely below usual", FALSE_ALARMS, "payer-years in which nothing was cut"),
        _told(held, "cuts of 5 % found and held", HELD, "cuts on the first of a month in all four quarters"),
    ]


def _payers(dice: np.random.Generator, count: int, kinds: Sequence[str], *, is_cut: bool = False) -> list[Payer]:
    return [_payer(dice, f"{kind.upper()} {number:03}", kind, is_cut) for kind in kinds for number in range(count)]


def _payer(dice: np.random.Generator, name: str, kind: str, is_cut: bool) -> Payer:
    share, second = float(dice.uniform(0.85, 2.2)), float(dice.uniform(0.15, 0.45))
    two = kind in ("products", RAISED)
    # A cut lies so that the quarters before it and the four that it is held for are all there; a bonus comes before.
    month = int(dice.integers(18, QUARTERS * 3 - 12))
    bonus = int(dice.integers(2, month // 3 - 1 if is_cut else QUARTERS))
    return Payer(
        name,
        kind,
        follows=kind == "follows" or (kind in ("products", "bonus") and bool(dice.integers(2))),
        shares=(share, share * float(dice.uniform(0.70, 0.93))) if two else (share,),
        chances=(1 - second, second) if two else (1.0,),
        lines=float(dice.uniform(8, 40)),
        raise_by=_raise(dice, kind),
        bonus=(FIRST * 4 + bonus, float(dice.uniform(1.03, 1.15))) if kind == "bonus" else (-1, 1.0),
        cut=date(FIRST + month // 12, month % 12 + 1, 1) if is_cut else None,
    )


def _raise(dice: np.random.Generator, kind: str) -> float:
    """What a schedule rises by each January."""
    return {"dollars": float(dice.choice([0.0, 0.0, 0.02, 0.03])), RAISED: 0.02}.get(kind, 0.0)


def _short(payers: list[Payer], seed: int) -> set[tuple[str, int]]:
    """Payers and quarters in which the build says that something was paid below usual."""
    lines = _lines(np.random.default_rng([seed, 2]), payers)
    with TemporaryDirectory() as place, opened(Path(place)) as con:
        make(con, stored_rows(lines), {})
        rows = con.execute(
            "select payer_name, year(service_date) * 4 + quarter(service_date) - 1 from leak "
            "where leak_class = 'below_usual' group by all"
        ).fetchall()
    return {(str(payer), int(quarter)) for payer, quarter in rows}


def _years(payers: list[Payer], short: set[tuple[str, int]]) -> Iterator[tuple[str, bool]]:
    """Per payer and year from the second on whether anything was called short."""
    for payer in payers:
        for year in range(FIRST + 1, LAST + 1):
            yield payer.kind, any((payer.name, year * 4 + at) in short for at in range(4))


def _cuts(payers: list[Payer], short: set[tuple[str, int]]) -> Iterator[tuple[str, bool]]:
    for payer in payers:
        if payer.cut:
            yield payer.kind, all((payer.name, quarter_of(payer.cut) + at) in short for at in range(HOLDS))


def _told(found: list[tuple[str, bool]], name: str, budget: float, of: str) -> Result:
    """All kinds together by the budget, each kind in the note."""
    counts = {kind: [is_so for one, is_so in found if one == kind] for kind in (*KINDS, RAISED)}
    said = {kind: f"{kind} {sum(mine):,} of {len(mine):,}" for kind, mine in counts.items() if mine}
    apart = f"; apart: {said.pop(RAISED)}, two products raised each January" if RAISED in said else ""
    judged = [is_so for kind in KINDS for is_so in counts[kind]]
    share = sum(judged) / len(judged)
    is_kept = share <= budget if budget == FALSE_ALARMS else share >= budget
    note = f"{sum(judged):,} of {len(judged):,} {of}: {', '.join(said.values())}{apart}"
    return Result(name, share, None, None, budget, is_kept, note)


def _lines(dice: np.random.Generator, payers: list[Payer]) -> pl.DataFrame:
    """One row per service line: claim, payer, code, day, units and cents allowed; half have a visit beside them."""
    rows: list[tuple[str, str, int, str, date, int, int]] = []
    for payer in payers:
        for quarter in range(FIRST * 4, FIRST * 4 + QUARTERS):
            first, n = date(quarter // 4, quarter % 4 * 3 + 1, 1), int(dice.poisson(payer.lines))
            days, products = dice.integers(90, size=n), dice.choice(len(payer.shares), size=n, p=payer.chances)
            two, beside = 1 + (dice.random(n) < 0.2), dice.random(n) < 0.5
            drawn = zip(days.tolist(), products.tolist(), two.tolist(), beside.tolist(), strict=True)
            for later, product, units, has_visit in drawn:
                day, claim = first + timedelta(days=later), f"C{len(rows)}"
                cents = payer.price(CODES[0], day, product) * units
                rows.append((claim, payer.name, 1, CODES[0], day, units, cents))
                if has_visit:
                    rows.append((claim, payer.name, 2, CODES[1], day, 1, payer.price(CODES[1], day, product)))
    columns = ("claim_id", "payer", "line_number", "code", "service_date", "units", "cents")
    return pl.DataFrame(rows, schema=columns, orient="row")


def stored_rows(lines: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Stored tables of such lines: billed at a charge that nobody allows, answered once, the rest written off."""
    line = lines.with_row_index("at").with_columns(
        pl.col("units").cast(pl.Decimal(15, 3)),
        charge=pl.lit(1000).cast(pl.Decimal(12, 2)) * pl.col("units").cast(pl.Decimal(12, 2)),
        paid=pl.col("cents").cast(pl.Decimal(12, 2)) / 100,
        submitted_date=pl.col("service_date"),
        service_date_to=pl.col("service_date"),
        source_sha=pl.lit("c" * 64),
        source_position=pl.col("at").cast(pl.Int64) * 10 + 10,
        modifiers=pl.when(code=CODES[1]).then(pl.lit(["25"])).otherwise(pl.lit([], dtype=pl.List(pl.String))),
    )
    sums = line.group_by("claim_id", maintain_order=True).agg(
        pl.col("payer", "service_date", "source_position", "source_sha").first(),
        pl.col("charge", "paid").sum(),
        line_count=pl.len(),
    )
    return {
        "claim_line": _filled("claim_line", _billed(line.join(sums.select("claim_id", total="charge"), on="claim_id"))),
        "remit_payment": _filled("remit_payment", _payments(sums)),
        "remit_claim": _filled("remit_claim", _answered(sums)),
        "remit_line": _filled("remit_line", _services(line)),
        "adjustment": _filled("adjustment", _written_off(line)),
        "provider_adjustment": pl.DataFrame(schema=schema_of(STORED["provider_adjustment"])),
    }


NPI, RENDERING = "1999999984", "1000000001"
ANSWERED = date(LAST, 10, 31)


def _billed(line: pl.DataFrame) -> pl.DataFrame:
    return line.with_columns(
        claim_key="claim_id", patient_key="claim_id", payer_source_name="payer", claim_charge="total",
        transaction_id=pl.lit("1"), frequency_code=pl.lit("1"), claim_purpose=pl.lit("CH"),
        filing_indicator=pl.lit("CI"), payer_sequence=pl.lit("P"), patient_key_basis=pl.lit("strong"),
        billing_npi=pl.lit(NPI), rendering_npi=pl.lit(RENDERING), rendering_taxonomy=pl.lit("207Q00000X"),
        place_of_service=pl.lit("11"), unit_basis=pl.lit("UN"), diagnoses=pl.lit([], dtype=pl.List(pl.String)),
        authorization_present=pl.lit(False), attachment_present=pl.lit(False), is_test=pl.lit(False),
    )  # fmt: skip


def _payments(sums: pl.DataFrame) -> pl.DataFrame:
    return sums.group_by("payer", "source_sha", maintain_order=True).agg(claim_count=pl.len()).with_columns(
        payment_id="payer", payer_source_name="payer", trace="payer", payee_npi=pl.lit(NPI), method=pl.lit("ACH"),
        amount=pl.lit(0), payment_date=pl.lit(ANSWERED), production_date=pl.lit(ANSWERED), is_test=pl.lit(False),
        source_position=pl.lit(3),
    )  # fmt: skip


def _answered(sums: pl.DataFrame) -> pl.DataFrame:
    return sums.with_columns(
        remit_claim_id="claim_id", payment_id="payer", identity="claim_id", status=pl.lit("1"), patient_share=pl.lit(0),
        filing_indicator=pl.lit("CI"), frequency_code=pl.lit("1"), billing_npi=pl.lit(NPI),
        rendering_npi=pl.lit(RENDERING), place_of_service=pl.lit("11"), service_date_from="service_date",
        service_date_to="service_date", patient_key=pl.lit("835-") + pl.col("claim_id"),
        authorization_present=pl.lit(False), remarks=pl.lit([], dtype=pl.List(pl.String)), unbalanced_cents=pl.lit(0),
        repeated_adjustments=pl.lit(False),
    )  # fmt: skip


def _services(line: pl.DataFrame) -> pl.DataFrame:
    return line.with_columns(
        remit_line_id=pl.lit("L") + pl.col("at").cast(pl.String), remit_claim_id="claim_id", units_billed="units",
        units_paid="units", code_qualifier=pl.lit("HC"), billed_modifiers=pl.lit([], dtype=pl.List(pl.String)),
        allowed_source=pl.lit("derived"), date_source=pl.lit("472"), remarks=pl.lit([], dtype=pl.List(pl.String)),
        unbalanced_cents=pl.lit(0), identity=pl.col("at").cast(pl.String),
    )  # fmt: skip


def _written_off(line: pl.DataFrame) -> pl.DataFrame:
    return line.with_columns(
        remit_claim_id="claim_id", remit_line_id=pl.lit("L") + pl.col("at").cast(pl.String), position=pl.lit(1),
        group=pl.lit("CO"), reason=pl.lit("45"), amount=pl.col("charge") - pl.col("paid"), is_repeated=pl.lit(False),
    )  # fmt: skip


def _filled(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of a stored table; what is not drawn is null."""
    schema = schema_of(STORED[name])
    return frame.select(
        (pl.col(column) if column in frame.columns else pl.lit(None)).cast(kind).alias(column)
        for column, kind in schema.items()
    )
