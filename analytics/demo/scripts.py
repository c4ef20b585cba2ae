"""Stories that every world must hold, however small: they are told first, and fast."""

from typing import NamedTuple


class Script(NamedTuple):
    payer: str
    shape: str
    objection: str = ""
    course: str = ""
    has_supplement: bool = False


PAIR, TWO = "visit_and_injection", "second_with_modifier"
SCRIPTS = (
    Script("medicare", PAIR, "", "settle", has_supplement=True),
    Script("medicare", "injection", "", "settle", has_supplement=True),
    Script("medicare", PAIR, "", "settle", has_supplement=True),
    Script("medicare", "injection", "", "settle", has_supplement=True),
    Script("medicare", PAIR, "", "settle"),
    Script("medicare", PAIR, "ncci_visit", "corrected"),
    Script("medicare", PAIR, "ncci_visit", "left_open"),
    Script("medicare", "nurse_visit", "ncci_visit", "left_open"),
    Script("medicare", "wrong_place", "place", "left_open"),
    Script("medicare", "injection", "necessity", "corrected"),
    Script("medicare", PAIR, "non_covered_to_patient", "left_open"),
    Script("medicare", PAIR, "other_plan", "rebilled"),
    Script("medicare", PAIR, "fee_of_last_year", "settle"),
    Script("medicare", PAIR, "", "raised"),
    Script("medicare", PAIR, "", "taken_back"),
    Script("medicare", PAIR, "", "reversed_then_routed"),
    Script("medicare", "second_without_modifier", "second_injection", "corrected"),
    Script("medicare", "ended_code", "ended_code", "corrected"),
    Script("medicare", "wrong_drug_units", "drug_units", "corrected"),
    Script("medicare", "not_administered", "", "line_added"),
    Script("medicare", "not_administered", "", "settle"),
    Script("medicare", "joint_and_injection", "ncci_injection", "left_open"),
    Script("medicare", "other_renderer", "", "settle"),
    Script("advantage_1", PAIR, "bundled_visit", "resubmitted"),
    Script("advantage_1", PAIR, "", "pend_then_answer"),
    Script("advantage_1", "injection", "authorization", "pend_then_denied"),
    Script("advantage_1", PAIR, "", "reversed_awaiting"),
    Script("advantage_1", TWO, "", "line_withdrawn"),
    Script("advantage_2", PAIR, "capitated", "left_open"),
    Script("advantage_2", PAIR, "", "pend_open"),
    Script("advantage_2", "two_units", "units_cut", "left_open"),
    Script("medicaid", PAIR, "drug_number", "resubmitted_as_new"),
    Script("medicaid", PAIR, "eligibility", "left_open"),
    Script("medicaid", PAIR, "unknown_patient", "left_open"),
    Script("medicaid", PAIR, "unknown_patient", "resubmitted"),
    Script("medicaid", PAIR, "other_payer", "left_open"),
    Script("medicaid", "injection", "", "pend_reversed"),
    Script("commercial_1", PAIR, "bundled", "reprocessed"),
    Script("commercial_1", PAIR, "timely", "left_open"),
    Script("commercial_1", PAIR, "", "duplicate_sent"),
    Script("commercial_1", PAIR, "", "voided"),
    Script("commercial_1", PAIR, "", "offset"),
    Script("commercial_1", PAIR, "downcoded", "settle"),
    Script("commercial_2", PAIR, "modifier", "corrected_denied"),
    Script("commercial_2", PAIR, "forwarded", "rebilled"),
    Script("commercial_2", "injection", "recoded", "settle"),
    Script("commercial_2", "two_units", "units", "left_open"),
    Script("commercial_3", PAIR, "modifier_visit", "left_open"),
    Script("commercial_3", "injection", "zero_without_reason", "settle"),
    Script("commercial_3", "injection", "modifier_remark", "resubmitted_denied"),
    Script("commercial_3", PAIR, "paid_low", "settle"),
    Script("commercial_4", PAIR, "", "settle"),
    Script("commercial_4", PAIR, "", "settle"),
    Script("commercial_4", PAIR, "incidental", "left_open"),
    Script("commercial_4", "injection", "not_a_benefit", "left_open"),
    Script("commercial_4", PAIR, "", "never_answered"),
    Script("commercial_4", "injection", "not_ours", "left_open"),
    Script("uniformed", PAIR, "information", "corrected"),
    Script("uniformed", "injection", "", "claim_missing"),
    Script("uniformed", "no_drug", "", "settle"),
    Script("commercial_2", "drug_on_other_claim", "", "settle"),
    Script("medicare", "injection", "", "secondary_only", has_supplement=True),
    Script("injury", "injection", "documentation", "corrected"),
    Script("injury", "injection", "diagnosis", "left_open"),
    Script("medicare", "wrong_place", "treatment_place", "corrected"),
    Script("commercial_1", PAIR, "enrollment", "left_open"),
    Script("commercial_1", PAIR, "visit_other", "left_open"),
)
