"""The payers of the invented state of Eastmere: what they allow, how they answer, what they object to."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PairRule:
    """What a payer does to an office visit and 96372 of one day when the visit has no modifier 25."""

    denies: str  # the role that loses: em or injection
    objection: str
    percent: int


@dataclass(frozen=True, slots=True, eq=False)
class Payer:
    """One payer; `eq=False` keeps it hashable by identity."""

    key: str
    name: str
    payer_id: str
    payer_class: str
    folder: str  # the group of payers that share remittance files
    filing_837: str
    filing_835: str
    tax_id: str
    price_percent: int  # of the national Medicare fee, the planted price index
    patients: int  # weight of this payer in the panel
    weekday: int  # of its payment run
    median_lag: int  # days from submission to answer
    spread: float  # sigma of the lognormal lag
    denial_lag: float = 1.7  # a denial takes longer by this factor
    coinsurance: int = 20
    copay: int = 0
    deductible: int = 100  # weight of deductible-only answers, percent of the ordinary
    pair: PairRule | None = None
    nurse_visit_denied: bool = False  # 99211 beside 96372: never both, no modifier helps
    sequestration: bool = False
    sends_allowed: bool = True
    sends_line_control: bool = True
    sends_date_range: bool = False
    writes_off_first: bool = False  # a denial comes as CO-45 down to the rate, then the denial code
    claim_level_copay: bool = False
    denial_group: str = "CO"
    interest: bool = False
    is_out_of_network: bool = False  # what it does not allow is the patient's, not written off
    objections: dict[str, int] = field(default_factory=dict)  # per 10,000 claims
    limits: dict[str, int] = field(default_factory=dict)  # days that the practice knows of, if it does


MEDICARE = {"necessity": 90, "diagnosis": 60, "unprocessable": 70, "documentation": 40, "enrollment": 30}
MEDICARE |= {
    "eligibility": 30,
    "unknown_patient": 15,
    "non_covered_to_patient": 60,
    "other_plan": 50,
    "visit_other": 40,
}
MEDICARE |= {"fee_of_last_year": 60, "filing_limit": 50, "global_period": 40}
ADVANTAGE = {"bundled": 150, "authorization": 160, "modifier": 50, "modifier_remark": 40, "eligibility": 70}
ADVANTAGE |= {
    "documentation": 80,
    "necessity": 60,
    "other_payer": 30,
    "unknown_patient": 20,
    "enrollment": 40,
    "global_period": 25,
}
MEDICAID = {"drug_number": 180, "eligibility": 160, "other_payer": 110, "information": 90, "diagnosis": 70}
MEDICAID |= {"unknown_patient": 60, "enrollment": 60, "timely": 60, "visit_other": 40}
COMMERCIAL = {"bundled": 170, "authorization": 130, "modifier": 80, "modifier_remark": 60, "drug_number": 60}
COMMERCIAL |= {"eligibility": 90, "documentation": 70, "non_covered_to_patient": 60, "not_a_benefit": 40}
COMMERCIAL |= {"timely": 50, "not_ours": 40, "other_payer": 60, "diagnosis": 40, "unknown_patient": 30}
COMMERCIAL |= {"forwarded": 20, "zero_without_reason": 30, "enrollment": 30, "visit_other": 50, "paid_low": 60}
COMMERCIAL |= {"downcoded": 60, "recoded": 20, "global_period": 20, "drug_in_visit": 45, "wrong_drug": 50}
GOVERNMENT = {"authorization": 150, "information": 80, "eligibility": 70, "not_ours": 40}
CAPITATION = {"capitated": 8_600, "eligibility": 60, "bundled": 60}
INDEMNITY = {"documentation": 120, "necessity": 80, "not_a_benefit": 60}
INJURY = {"documentation": 350, "authorization": 250, "not_ours": 120, "diagnosis": 80}

PAYERS = (
    Payer("medicare", "MEDICARE PART B OF EASTMERE", "98101", "medicare", "medicare", "MB", "MB", "9810100001",
          price_percent=100, patients=280, weekday=2, median_lag=15, spread=0.16, deductible=60,
          pair=PairRule("em", "ncci_visit", 97), nurse_visit_denied=True, sequestration=True, objections=MEDICARE),
    Payer("advantage_1", "THISTLEMERE ADVANTAGE", "98201", "medicare_advantage", "advantage", "16", "16", "9820100001",
          price_percent=101, patients=115, weekday=3, median_lag=19, spread=0.40, copay=1500, deductible=20,
          pair=PairRule("em", "bundled_visit", 85), nurse_visit_denied=True, sequestration=True, objections=ADVANTAGE,
          limits={"appeal_days": 60, "second_appeal_days": 60, "corrected_days": 365, "filing_days": 365}),
    Payer("advantage_2", "MARLOWFEN ADVANTAGE HMO", "98202", "medicare_advantage", "advantage", "16", "16",
          "9820200001", price_percent=96, patients=80, weekday=3, median_lag=23, spread=0.45, copay=2000,
          deductible=10, sends_date_range=True, pair=PairRule("em", "ncci_visit", 70), nurse_visit_denied=True,
          objections=ADVANTAGE),
    Payer("medicaid", "EASTMERE MEDICAID", "98301", "medicaid", "medicaid", "MC", "MC", "9830100001",
          price_percent=74, patients=120, weekday=1, median_lag=25, spread=0.50, coinsurance=0, deductible=0,
          sends_line_control=False, pair=PairRule("em", "ncci_visit", 80), nurse_visit_denied=True,
          objections=MEDICAID,
          limits={"appeal_days": 90, "corrected_days": 365, "filing_days": 365}),
    Payer("commercial_1", "BRAMBLEWYCK HEALTH PPO", "98401", "commercial", "commercial", "CI", "12", "9840100001",
          price_percent=128, patients=130, weekday=4, median_lag=17, spread=0.45, copay=2500, interest=True,
          pair=PairRule("injection", "bundled", 75), objections=COMMERCIAL,
          limits={"appeal_days": 180, "second_appeal_days": 60, "corrected_days": 365, "filing_days": 180}),
    Payer("commercial_2", "ZEPHYRMOOR POINT OF SERVICE", "98402", "commercial", "commercial", "CI", "13", "9840200001",
          price_percent=178, patients=90, weekday=4, median_lag=21, spread=0.50, copay=3000, deductible=140,
          denial_group="PI", objections=COMMERCIAL,
          limits={"appeal_days": 365, "filing_days": 90}),
    Payer("commercial_3", "QUILLFERN MUTUAL", "98403", "commercial", "commercial", "BL", "15", "9840300001",
          price_percent=92, patients=80, weekday=1, median_lag=26, spread=0.55, sends_allowed=False, interest=True,
          pair=PairRule("em", "modifier_visit", 45), objections=COMMERCIAL),
    Payer("commercial_4", "OSTERVANE HMO", "98404", "commercial", "commercial", "HM", "HM", "9840400001",
          price_percent=112, patients=60, weekday=1, median_lag=29, spread=0.50, copay=2000, coinsurance=10,
          writes_off_first=True, claim_level_copay=True, pair=PairRule("injection", "incidental", 60),
          objections=COMMERCIAL),
    Payer("uniformed", "EASTMERE UNIFORMED SERVICES PLAN", "98501", "government", "other", "CH", "CH", "9850100001",
          price_percent=100, patients=30, weekday=2, median_lag=22, spread=0.35, sends_date_range=True,
          pair=PairRule("em", "ncci_visit", 60), objections=GOVERNMENT),
    Payer("injury", "EASTMERE WORK INJURY FUND", "98601", "workers_comp", "other", "WC", "WC", "9860100001",
          price_percent=135, patients=15, weekday=4, median_lag=38, spread=0.45, coinsurance=0, deductible=0,
          objections=INJURY),
    Payer("capitation", "HARROWMERE CARE HMO", "98405", "commercial", "commercial", "HM", "HM", "9840500001",
          price_percent=106, patients=26, weekday=2, median_lag=18, spread=0.40, copay=1500, deductible=10,
          objections=CAPITATION, limits={"appeal_days": 90, "corrected_days": 180, "filing_days": 180}),
    Payer("indemnity", "DUSKHOLLOW INDEMNITY", "98406", "commercial", "commercial", "CI", "12", "9840600001",
          price_percent=118, patients=16, weekday=3, median_lag=24, spread=0.40, coinsurance=30,
          is_out_of_network=True, objections=INDEMNITY),
)  # fmt: skip
BY_KEY = {payer.key: payer for payer in PAYERS}
SUPPLEMENT = BY_KEY["commercial_3"]  # sells the Medicare supplements, too: its secondary events are not its price
