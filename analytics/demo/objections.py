"""What payers object to: which lines lose, with which codes, and what a correction would change."""

from typing import NamedTuple

Denial = tuple[str, str, str]  # CARC, RARC, category of the denial (meanings 17)


class Objection(NamedTuple):
    """`hits` gives the denial per role; `all` stands for every line of the claim."""

    hits: dict[str, Denial]
    fix: str = "information"  # what the corrected claim changes
    group: str = ""  # CAS01 where it is not the payer's usual one
    status: str = "1"
    without_lines: bool = False  # answered at claim level only, no SVC
    kind: str = "answer"  # routed: some other payer owes; not a denial
    way: str = ""  # another way of being paid than by the line: capitated, in_encounter_rate
    at_claim: tuple[str, ...] = ()  # remarks of the whole claim
    weight_open: int = 50  # percent that the practice never works


def _routed(code: str, remark: str = "", status: str = "1", group: str = "") -> Objection:
    return Objection({"all": (code, remark, "")}, fix="payer", status=status, group=group, kind="routed")


OBJECTIONS = {
    "bundled": Objection({"injection": ("97", "M15", "bundled")}, "modifier_25"),
    "incidental": Objection({"injection": ("97", "N19", "bundled")}, "modifier_25"),
    "ncci_visit": Objection({"em": ("236", "M80", "ncci_pair")}, "modifier_25"),
    "bundled_visit": Objection({"em": ("97", "M15", "bundled")}, "modifier_25"),
    "modifier_visit": Objection({"em": ("4", "", "modifier")}, "modifier_25"),
    "ncci_injection": Objection({"injection": ("236", "M80", "ncci_pair")}, "modifier_59"),
    "modifier": Objection({"injection": ("4", "", "modifier")}, "modifier_59"),
    "modifier_remark": Objection({"injection": ("16", "N822", "modifier")}, "modifier_59"),
    "diagnosis": Objection({"injection": ("11", "", "diagnosis_link")}, "diagnosis"),
    "necessity": Objection(dict.fromkeys(("injection", "drug"), ("50", "N115", "medical_necessity")), "diagnosis"),
    "drug_number": Objection(
        {"drug": ("16", "M119", "missing_information"), "injection": ("B15", "N356", "qualifying_service_missing")}
    ),
    "information": Objection({"all": ("16", "M79", "missing_information")}, weight_open=15),
    "unprocessable": Objection({"all": ("16", "M56", "missing_information")}, weight_open=30, at_claim=("MA130",)),
    "authorization": Objection(dict.fromkeys(("injection", "drug"), ("197", "", "authorization")), "authorization"),
    "eligibility": Objection({"all": ("27", "", "eligibility")}),
    "unknown_patient": Objection({"all": ("31", "", "eligibility")}, status="4", without_lines=True),
    "timely": Objection({"all": ("29", "", "timely_filing")}, weight_open=90),
    "filing_limit": Objection({"all": ("29", "N211", "timely_filing")}, weight_open=95),
    "second_injection": Objection({"injection": ("18", "", "duplicate")}, "modifier_59", group="OA"),
    "units_cut": Objection({"injection": ("151", "N362", "units_frequency")}, weight_open=70),
    "units": Objection({"injection": ("151", "N362", "units_frequency")}, weight_open=70),
    "drug_units": Objection({"drug": ("151", "N362", "units_frequency")}, "drug_units"),
    "place": Objection({"injection": ("5", "M77", "place_of_service")}, "place"),
    "treatment_place": Objection({"injection": ("58", "", "place_of_service")}, "place"),
    "documentation": Objection(
        dict.fromkeys(("injection", "drug"), ("252", "M127", "documentation_requested")), "attachment"
    ),
    "enrollment": Objection({"all": ("B7", "N570", "provider_enrollment")}),
    "non_covered_to_patient": Objection(
        dict.fromkeys(("injection", "drug"), ("96", "N425", "non_covered")), group="PR", weight_open=90
    ),
    "not_a_benefit": Objection({"injection": ("204", "", "non_covered")}, group="PR", weight_open=90),
    "ended_code": Objection(
        {"drug": ("181", "N56", "invalid_code"), "injection": ("B15", "N356", "qualifying_service_missing")}, "code"
    ),
    "global_period": Objection({"em": ("97", "M144", "bundled")}, "modifier_24", weight_open=60),
    "beside_other": Objection({"em": ("236", "M80", "ncci_pair")}, "modifier_25"),
    "beside_preventive": Objection({"em": ("97", "N19", "bundled")}, "modifier_25"),
    "visit_59": Objection({"em": ("4", "", "modifier")}, "25_for_59"),
    "modifier_on_injection": Objection({"injection": ("4", "", "modifier")}, "25_to_visit"),
    "drug_in_visit": Objection({"drug": ("97", "M15", "bundled")}, weight_open=70),
    "wrong_drug": Objection(
        {"drug": ("50", "N115", "medical_necessity"), "injection": ("B15", "N356", "qualifying_service_missing")},
        "other_drug",
        weight_open=0,
    ),
    "clinic_rate": Objection(
        dict.fromkeys(("em", "injection", "drug"), ("97", "N390", "bundled")),
        group="CO",
        weight_open=100,
        way="in_encounter_rate",
    ),
    "visit_other": Objection({"em": ("50", "N115", "medical_necessity")}, "diagnosis"),
    "other_payer": _routed("22", "MA04"),
    "not_ours": _routed("109", "N418"),
    "forwarded": _routed("109", "N418", status="23", group="OA"),
    "capitated": Objection({"all": ("24", "", "")}, group="CO", weight_open=100, way="capitated"),
    "other_plan": _routed("24", "N418"),
}
# Not objections but prices: the line is paid, only not as it should be.
PRICE_FAULTS = ("fee_of_last_year", "paid_low", "zero_without_reason", "downcoded", "recoded")
