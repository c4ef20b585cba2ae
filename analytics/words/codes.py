"""Adjustment codes and what they are for, in our own words."""

from analytics.words.labels import category as category_of
from analytics.words.labels import spelt

GROUP = {
    "CO": "by contract",
    "PR": "patient's responsibility",
    "OA": "other",
    "PI": "payer's own decision",
    "CR": "correction",
}
_PATIENT = {
    "cob_impact": "what it paid or took off",
    "cob_patient_share": "left by the other payer",
    "medicaid_share": "Medicaid share",
    "ineligible_period": "period without coverage",
    "paid_to_patient": "paid to the patient",
}
_CLASS = {
    "denial": "Denied: {}",
    "patient_share": "Patient's share: {}",
    "contractual": "Reduction by contract: {}",
    "routed": "Passed on: {}",
    "pended": "Held: {}",
    "cob": "Another payer's part: {}",
    "reporting": "For information: {}",
}


def adjustment(group: str, class_: str, category: str) -> str:
    """What an adjustment is for: Patient's share: deductible."""
    if group not in GROUP or class_ not in _CLASS:
        return "Code not classified"
    if class_ == "patient_share" and group != "PR":
        return "Reduction by contract"
    if class_ == "contractual" and group == "PR":
        return f"Owed by the patient above the allowed amount: {spelt(category).lower()}"
    if category == "capitated":
        return "Capitation; from Medicare: another plan owes it"
    if class_ in ("denial", "routed"):
        return _CLASS[class_].format(category_of(category).lower().replace("ncci", "NCCI"))
    return _CLASS[class_].format(_PATIENT.get(category, spelt(category).lower()))
