"""Internal ids in the words of people who work claims; an unknown id reads as it is spelt."""

PAYER_CLASS = {
    "medicare": "Medicare",
    "medicare_advantage": "Medicare Advantage",
    "commercial": "Commercial",
    "medicaid": "Medicaid",
    "government": "Other government",
    "workers_comp": "Workers' compensation",
    "other": "Other",
}

BASIS = {"service": "Month of service", "answer": "Month of first answer"}

NOT_KNOWN = "not known from these files"

DEFINITION = {
    "initial": "Denied by the first answer",
    "open": "Denial still stands",
    "claim_status_4": "Claim status 4 (CLP02)",
    "zero_paid": "Paid $0",
    "allowed_zero": "Allowed $0",
    "any_reason": "Any adjustment code",
}

DEFINITION_WORDS = {
    "initial": "Denied in full or in part by the payer's first answer, of all answered lines. The usual measure.",
    "open": "A denial that still stands today, of all answered lines.",
    "claim_status_4": "Any answer with claim status 4, of all lines with any answer. Many payers never send it.",
    "zero_paid": "Any answer that paid nothing, of all lines with any answer. Counts deductibles as denials.",
    "allowed_zero": "Any answer that allowed nothing, of all lines with any answer. Counts forwarded claims, too.",
    "any_reason": "Any answer with an adjustment code, of all lines with any answer. Counts nearly every line.",
}

STATE = {
    "voided": "Voided",
    "withdrawn": "Withdrawn",
    "pended": "Pended by the payer",
    "no_response": "Not answered yet",
    "awaiting_correction": "Taken back, new answer awaited",
    "capitated": "Paid by capitation",
    "in_encounter_rate": "Paid in the day's encounter rate",
    "routed": "Other payer responsible (COB)",
    "taken_back": "Payment taken back",
    "denied_to_patient": "Denied, moved to the patient",
    "denied": "Denied",
    "part_denied": "Denied in part",
    "underpaid": "Paid below the known rate",
    "recovered": "Denied first, paid later",
    "patient_share": "Patient's share",
    "paid": "Paid",
}

EXPECTED_BASIS = {
    "contract": "Contract",
    "medicare_fee": "Medicare fee",
    "medicare_fee_national": "Medicare fee, national",
    "observed": "This payer's own past",
    "class_estimate": "Estimate from its class",
    "none": "Nothing known",
}
"""What an expected amount rests on."""

CATEGORY = {
    "bundled": "Bundled into another service",
    "ncci_pair": "NCCI edit pair",
    "modifier": "Modifier missing or wrong",
    "authorization": "No authorization",
    "eligibility": "Coverage or member not found",
    "medical_necessity": "Medical necessity",
    "non_covered": "Not covered",
    "duplicate": "Duplicate claim",
    "timely_filing": "Filed too late",
    "missing_information": "Information missing",
    "documentation": "Records did not support it",
    "documentation_requested": "Records requested",
    "units_frequency": "Units or frequency",
    "qualifying_service_missing": "Qualifying service missing",
    "place_of_service": "Place of service",
    "provider_enrollment": "Provider not enrolled",
    "diagnosis_link": "Diagnosis does not fit",
    "demographic": "Patient data do not fit",
    "invalid_code": "Code not valid",
    "other_payer": "Another payer comes first",
    "liability_payer": "Liability or work injury payer",
    "other_plan": "Another plan covers it",
    "order_missing": "Order missing",
    "rate_not_loaded": "Rate not loaded by the payer",
    "appeal_late": "Appeal filed too late",
    "appeal_upheld": "Denial upheld on appeal",
    "appeal_procedure": "Appeal not in order",
    "notice_defective": "Advance notice not in order",
    "furnished_by_other": "Billed by another provider",
    "unclassified": "Reason not classified",
    "none": "No denial code",
}

LEAK_CLASS = {
    **CATEGORY,
    "administration_not_billed": "Administration not billed",
    "below_usual": "Below the payer's usual rate",
    "em_global_period": "Visit inside a global period",
    "em_lost_beside_other": "Visit lost beside another service",
    "em_lost_to_pair": "Visit lost to the injection",
    "em_reduced": "Visit reduced beside the injection",
    "no_response": "No answer, past the usual time",
    "part_denied_units": "Some units denied",
    "qmb_share": "Share that only Medicaid owes (QMB)",
    "recoded": "Paid under another code",
    "secondary_shortfall": "Left by the second payer",
    "shifted_to_patient": "Moved to the patient",
    "takeback": "Taken back after payment",
    "tolerance": "Small differences",
    "underpaid": "Below contract or fee",
    "zero_without_reason": "Written off, no reason given",
}

SIDE = {
    "front_desk": "Front desk",
    "coding": "Coding",
    "billing": "Billing",
    "documentation": "Documentation",
    "payer": "Payer",
}

ROLE = {"injection": "Injection", "em": "Visit", "drug": "Drug", "procedure": "Procedure", "other": "Other"}

GRADE = {"H": "high", "M": "medium", "L": "low", "N": "none"}
"""How well a leak can be prevented, or can still be had."""

MARK = {
    "worked": "Worked",
    "appealed": "Appealed",
    "refiled": "Refiled",
    "written_off": "Written off",
    "closed": "Closed",
}
"""What can be noted about a line."""
WORK_STATE = {"open": "Open", **MARK, "recovered": "Recovered", "upheld": "Denied again"}
"""How an item of work stands."""


def payer_class(name: str) -> str:
    return PAYER_CLASS.get(name) or spelt(name)


def category(name: str | None) -> str:
    return CATEGORY.get(name or "none") or spelt(name or "none")


def leak_class(name: str) -> str:
    return LEAK_CLASS.get(name) or spelt(name)


def state(name: str) -> str:
    return STATE.get(name) or spelt(name)


def spelt(name: str) -> str:
    """An id as words: `cob_rules` as Cob rules."""
    return name.replace("_", " ").capitalize()


REFERENCE = {
    "medicare_rvu": "Medicare relative values",
    "medicare_96372_by_year": "Medicare fee of 96372 by year",
    "gpci": "Medicare locality indices",
    "ncci_pair": "NCCI edit pairs",
    "mue_units": "Medically unlikely units",
    "carc": "Adjustment reason codes",
    "carc_class": "Classes of reason codes",
    "rarc": "Remark codes",
    "remark_class": "Classes of remark codes",
    "payer_filing": "Filing indicators",
    "drug": "Drugs",
    "drug_diagnosis": "Drugs and diagnoses",
    "contract": "Contract rates",
}


def reference_table(name: str) -> str:
    """What a table of reference data is called."""
    return REFERENCE.get(name) or spelt(name)


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


def adjustment(group: str, class_: str, about: str) -> str:
    """What an adjustment is for: Patient's share: deductible."""
    if group not in GROUP or class_ not in _CLASS:
        return "Code not classified"
    if class_ == "patient_share" and group != "PR":
        return "Reduction by contract"
    if class_ == "contractual" and group == "PR":
        return f"Owed by the patient above the allowed amount: {spelt(about).lower()}"
    if about == "capitated":
        return "Capitation; from Medicare: another plan owes it"
    if class_ in ("denial", "routed"):
        return _CLASS[class_].format(category(about).lower().replace("ncci", "NCCI"))
    return _CLASS[class_].format(_PATIENT.get(about, spelt(about).lower()))
