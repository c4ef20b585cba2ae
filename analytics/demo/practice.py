"""The practice: one billing group, two sites, nine providers. All of them are invented."""

from typing import NamedTuple

PHYSICIAN, NURSE_PRACTITIONER, PHYSICIAN_ASSISTANT = "207Q00000X", "363LF0000X", "363A00000X"
INTERNIST = "207R00000X"  # of another specialty than the family physicians
NPP_TAXONOMIES = ("363L", "363A", "364S")


class Provider(NamedTuple):
    last: str
    first: str
    npi: str
    taxonomy: str
    site: int
    volume: int
    marks_25: int  # percent of the same-day visits that go out with modifier 25

    @property
    def is_npp(self) -> bool:
        return self.taxonomy.startswith(NPP_TAXONOMIES)


class Site(NamedTuple):
    name: str
    npi: str
    street: str
    zip_code: str


def npi(nine: str) -> str:
    """Nine digits and their check digit; numbers that begin with 2 are reserved and belong to nobody."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(nine))]
    total = 24 + sum(number // 10 + number % 10 for number in doubled)  # 24 stands for the prefix 80840
    return nine + str(-total % 10)


GROUP_NAME = "LANTERNFIELD FAMILY PRACTICE"
GROUP_NPI = npi("200000001")
GROUP_TAX_ID = "990000001"
SITES = (
    Site("LANTERNFIELD MAIN", npi("200000011"), "1 LANTERN ROW", "276990001"),
    Site("LANTERNFIELD NORTH", npi("200000012"), "2 FEN LANE", "276990002"),
)
PROVIDERS = (
    Provider("THRIMBLE", "ODRA", npi("200000101"), PHYSICIAN, 0, 20, 88),
    Provider("QUOBBLE", "JESSAM", npi("200000102"), PHYSICIAN, 0, 17, 82),
    Provider("WEXFENNY", "TORVIL", npi("200000103"), PHYSICIAN, 0, 14, 56),
    Provider("MARDLEWORTH", "ISSOLA", npi("200000104"), PHYSICIAN, 1, 13, 100),
    Provider("ZANDRIFF", "PERRIL", npi("200000105"), PHYSICIAN, 1, 10, 79),
    Provider("BRINDLECOMB", "ANSIVA", npi("200000106"), NURSE_PRACTITIONER, 0, 12, 84),
    Provider("OSKELTHORN", "VENNICK", npi("200000107"), NURSE_PRACTITIONER, 1, 8, 73),
    Provider("FELLOWICK", "SURALEE", npi("200000108"), PHYSICIAN_ASSISTANT, 1, 6, 90),
    Provider("GANTHERWOLD", "ELSPIRA", npi("200000109"), INTERNIST, 0, 4, 81),
)
