"""The formulary: what the practice injects, in which dose, for what, and in which season."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from analytics.demo.fees import percent_of, reference_rows

STEADY = (100,) * 12
WINTER = (190, 170, 130, 90, 70, 55, 50, 55, 80, 110, 140, 190)  # colds, flu, chests
POLLEN = (70, 75, 120, 190, 200, 110, 70, 80, 160, 130, 75, 70)
STEROID = (140, 130, 130, 150, 150, 90, 70, 75, 120, 125, 115, 140)  # both peaks
EVERYONE, WOMEN, MEN, OLDER = "everyone", "women", "men", "older"


@dataclass(frozen=True, slots=True, eq=False)
class Drug:
    """One drug as the practice gives it; prices are invented, codes, units and dates are HCPCS."""

    code: str
    doses: tuple[int, ...]  # billing units of a usual dose
    price: int  # hundredths of a cent per unit before any payer's markup
    ndc: str
    quantity: str  # CTP04 of one dose
    quantity_unit: str
    diagnoses: tuple[str, ...]
    weight: int
    season: tuple[int, ...] = STEADY
    patients: str = EVERYONE
    per_item: int = 0  # billing units in one of CTP05, where the product is a listed one

    def charge(self, units: int) -> int:
        return max(500, -(-self.price * units * 4 // 10_000) * 100)

    def quantity_of(self, units: int) -> str:
        """CTP04 of so many billing units."""
        return f"{units / self.per_item:g}" if self.per_item else self.quantity

    def allowed(self, units: int, percent: int) -> int:
        """Cents for the dose at the payer's percent of the invented average price."""
        return percent_of(self.price * units, percent) // 100


FORMULARY = (
    Drug("J3420", (1,), 9_000, "99999010101", "1", "ML", ("E538", "D519", "D510", "K909"), 300),
    Drug("J0696", (4, 2), 6_000, "99999010201", "1", "UN", ("N10", "J189", "A5400", "J209"), 130, WINTER),
    Drug("J1885", (4, 2), 5_500, "99999010301", "2", "ML", ("M5450", "G43909", "M25511", "N200"), 170),
    Drug("J1100", (4, 8, 8, 10), 1_400, "99999010401", "1", "ML", ("J0190", "J209", "J069", "L259"), 130, WINTER),
    Drug("J1071", (200, 100), 900, "99999010501", "1", "ML", ("E291",), 110, STEADY, MEN),
    Drug("J1050", (150,), 3_500, "99999010601", "1", "ML", ("Z3042", "Z30013", "N920"), 90, STEADY, WOMEN),
    Drug("J3301", (4, 2), 14_000, "00003029305", "1", "ML", ("J302", "L309", "L239"), 110, POLLEN, per_item=4),
    Drug("J1010", (80, 40), 1_700, "99999010801", "1", "ML", ("M5416", "J4521", "J309"), 120, STEROID),
    Drug("J1030", (1, 2), 68_000, "99999010901", "1", "ML", ("M5416", "J4521", "J309"), 120, STEROID),
    Drug("J2405", (4,), 2_000, "99999011001", "2", "ML", ("R112", "K529"), 40, WINTER),
    Drug("J1200", (1,), 9_500, "99999011101", "1", "ML", ("L500", "T7840XA"), 30, POLLEN),
    Drug("J0561", (12,), 110_000, "99999011201", "2", "ML", ("J020", "A530"), 15, WINTER),
    Drug("J0897", (60,), 75_000, "55513071001", "1", "ML", ("M810",), 40, STEADY, OLDER, 60),
)
BY_CODE = {drug.code: drug for drug in FORMULARY}
SINGLE_DOSE = ("J1885", "J0561", "J0897")  # Medicare wants to know of each whether any was thrown away: JZ, JW
JOINT_DRUGS = ("J3301", "J1010", "J1030")


@cache
def _dates() -> dict[str, tuple[date, date]]:
    rows = {row["code"]: row for row in reference_rows("drug.csv") if row["code"] in BY_CODE}
    return {
        code: (date.fromisoformat(row["effective_from"]), date.fromisoformat(row["effective_to"] or "9999-12-31"))
        for code, row in rows.items()
    }


def is_valid(drug: Drug, day: date) -> bool:
    start, end = _dates()[drug.code]
    return start <= day <= end


@cache
def choices(month: date, patients: str) -> tuple[tuple[Drug, ...], tuple[int, ...]]:
    """Drugs that such a patient gets in that month, with their cumulative weights."""
    allowed = {EVERYONE, patients} | ({WOMEN, MEN} if patients == OLDER else set())
    drugs = [drug for drug in FORMULARY if is_valid(drug, month) and drug.patients in allowed]
    total, heights = 0, []
    for drug in drugs:
        total += drug.weight * drug.season[month.month - 1]
        heights.append(total)
    return tuple(drugs), tuple(heights)
