"""The patients: invented names, a birth date, a payer, now and then a supplement or a parent who holds the policy."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from analytics.demo.drugs import EVERYONE, MEN, OLDER, WOMEN
from analytics.demo.payers import BY_KEY, PAYERS, SUPPLEMENT, Payer

LAST_NAMES = (
    "VELTRAMMIN", "QUARNOFF", "ZEBBERLEY", "OXTORVANE", "PLIMSKETT", "DRAVENSOOT", "YARROWBANK",
    "MIZZELTON", "HURNICLE", "FANDRAGE", "SKELPERNON", "JUNTERWICK", "BORRAVANE", "CRUMPLETON",
    "NIBBERLOW", "WRAXENDEN", "TULVERSKY", "GREMBLEFORD", "ASHQUILLEN", "IDDERSBY", "POTTLEMERE",
    "RUSKENDALE", "UMBERFENN", "KESTRILLON", "VANDERPLUM", "EGGLEWITH", "LORRIMUND", "OBBERFIELD",
    "THANQUIST", "DWINDERLEY",
)  # fmt: skip
FIRST_NAMES = (
    "ORLEN", "MIVVA", "TASSEL", "BRENKO", "YULISH", "DORVAN", "PELLIA",
    "ZANNIC", "FARROWAN", "IMBRA", "QUENTO", "LISVEN", "HADRISH", "NOVVIK",
    "ESTRALY", "CORBELLA", "WINDEL", "JAXOVIN", "SIRRAH", "UMBERTA",
)  # fmt: skip
FEWEST_PER_PAYER = 6


@dataclass(slots=True, eq=False)
class Patient:
    number: int
    last: str
    first: str
    sex: str
    birth: date
    payer: Payer
    supplement: Payer | None
    parent: str  # first name of the subscriber when the patient is a dependent, else empty

    def member_id(self, payer: Payer) -> str:
        return f"X{payer.payer_id[1:]}{self.number:06d}"

    @property
    def is_qmb(self) -> bool:
        """Medicaid stands for what Medicare leaves to the patient."""
        return self.supplement is not None and self.supplement.payer_class == "medicaid"

    @property
    def kind(self) -> str:
        """Which part of the formulary suits the patient."""
        if self.birth < date(1960, 1, 1):
            return OLDER
        if self.birth > date(2008, 1, 1):
            return EVERYONE
        return WOMEN if self.sex == "F" else MEN


def _birth(rnd: Random, payer: Payer, *, is_dependent: bool) -> date:
    if is_dependent:
        start, years = date(2009, 1, 1), 10
    elif payer.payer_class in ("medicare", "medicare_advantage") and rnd.random() < 0.9:
        start, years = date(1933, 1, 1), 26
    else:
        start, years = date(1961, 1, 1), 44
    return start + timedelta(days=rnd.randrange(years * 365))


def _second_payer(payer: Payer, number: int) -> Payer | None:
    """Two of five Medicare patients hold a supplement, one of fifteen has Medicaid beside it."""
    if payer.key != "medicare":
        return None
    if number % 5 < 2:
        return SUPPLEMENT
    return BY_KEY["medicaid"] if number % 15 == 4 else None


def _patient(rnd: Random, number: int, payer: Payer) -> Patient:
    is_dependent = payer.payer_class in ("commercial", "government") and rnd.random() < 0.12
    birth = _birth(rnd, payer, is_dependent=is_dependent)
    row, column = divmod(number, len(LAST_NAMES))
    return Patient(
        number=number,
        last=LAST_NAMES[column],
        first=FIRST_NAMES[row % len(FIRST_NAMES)],
        sex="F" if rnd.random() < 0.56 else "M",
        birth=birth,
        payer=payer,
        supplement=_second_payer(payer, number),
        parent=FIRST_NAMES[(row + 7) % len(FIRST_NAMES)] if is_dependent else "",
    )


def _tell_apart(patient: Patient, known: set[tuple[str, str, date]]) -> None:
    """Namesakes differ by their birth date, as the identity of a patient is name and birth date."""
    while (patient.last, patient.first, patient.birth) in known:
        patient.birth += timedelta(days=1)
    known.add((patient.last, patient.first, patient.birth))


def draw_panel(rnd: Random, size: int) -> dict[str, list[Patient]]:
    """The patients by payer; every payer has some, so that a small world has all payers."""
    total = sum(payer.patients for payer in PAYERS)
    panel: dict[str, list[Patient]] = {}
    known: set[tuple[str, str, date]] = set()
    number = 0
    for payer in PAYERS:
        count = max(FEWEST_PER_PAYER, size * payer.patients // total)
        panel[payer.key] = [_patient(rnd, number + place, payer) for place in range(count)]
        for patient in panel[payer.key]:
            _tell_apart(patient, known)
        number += count
    return panel
