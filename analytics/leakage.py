"""What loses money: the rules of queries/leakage, in the order in which they claim a shortfall; what they rest on."""

import re
from dataclasses import dataclass, fields
from functools import cache

import polars as pl

from analytics.paths import QUERIES

PRECEDENCE = (
    "administration_not_billed",
    "zero_without_reason",
    "no_response",
    "takeback",
    "other_payer",
    "shifted_to_patient",
    "em_global_period",
    "em_lost_to_modifier",
    "em_lost_beside_other",
    "em_lost_to_pair",
    "nurse_visit_pair",
    "drug_bundled",
    "drug_authorization",
    "ncci_pair",
    "bundled",
    "modifier",
    "diagnosis_link",
    "medical_necessity",
    "units_frequency",
    "authorization",
    "place_of_service",
    "qualifying_service_missing",
    "invalid_code",
    "missing_information",
    "timely_filing",
    "eligibility",
    "documentation_requested",
    "provider_enrollment",
    "non_covered",
    "duplicate",
    "other_denial",
    "part_denied_units",
    "qmb_share",
    "tolerance",
    "recoded",
    "em_reduced",
    "underpaid",
    "below_usual",
    "secondary_shortfall",
)
"""The first rule that claims a part of a line has it; the ledger's classes cannot overlap."""

FLAGS = (
    "administration_check",
    "administration_beside_visit",
    "no_drug_line",
    "facility_place",
    "drug_diagnosis",
    "vague_diagnosis",
    "units_over_limit",
    "units_below_usual",
    "units_above_usual",
    "ndc_units",
    "jz_jw_missing",
    "payer_unit_cap",
    "allergy_code",
    "vaccine_code",
    "hormone_code",
    "iv_push_code",
    "vein_modifier",
    "ended_drug_code",
    "no_visit_before",
    "charge_below_rate",
    "same_diagnosis_25",
    "modifier_25_on_injection",
    "modifier_59_on_visit",
    "drug_in_visit",
    "downcoded",
    "secondary_not_answered",
    "complexity_beside_25",
    "nurse_visit_paid",
    "facility_paid",
    "units_over_limit_paid",
    "duplicate_paid",
)
"""Without dollars in the ledger; a line may carry several. The last four are possible overpayments."""

RULES = (*PRECEDENCE, *FLAGS)
BY_ROW = "by row"
"""A rule whose own rows say, in a column of that name, whether they are unverified."""
_SEED = re.compile(r"\b[AB]\d{1,2}\b")


@dataclass(frozen=True)
class Rule:
    """One file of queries/leakage and what its header says; its class is 'category' where the denial's is meant.

    Judged by code: the table of reason codes says how preventable and recoverable it is, the rule where that is silent.
    """

    name: str
    title: str
    kind: str  # leak | flag | possible_overpayment
    why: str
    fix: str
    source: str
    side: str
    leak_class: str = ""
    preventable: str = ""
    recoverable: str = ""
    judged: str = "rule"
    deadline: str = ""  # appeal | reopening | refile
    unverified: str = ""  # yes | by row
    medicare: str = ""  # what the first step is, beyond the fix, for class medicare

    @property
    def step(self) -> str:
        """The first step, with what Medicare adds to it."""
        return f"{self.fix} {self.medicare}".strip()

    @property
    def statements(self) -> tuple[str, ...]:
        """The seed statements that the rule rests on."""
        return tuple(_SEED.findall(self.source.split(";")[0]))


@cache
def rule(name: str) -> Rule:
    """The rule of one file; a misspelt word of its header is a TypeError that names it."""
    text = (QUERIES / "leakage" / f"{name}.sql").read_text(encoding="utf-8")
    return Rule(name, **header(text))


def header(text: str) -> dict[str, str]:
    """The `-- key: words` lines under the grain; a further indented line goes on with the words before it."""
    found: list[list[str]] = []
    for line in text.splitlines()[1:]:
        if not line.startswith("-- "):
            break
        if line.startswith("--     "):
            found[-1][1] += " " + line.removeprefix("--").strip()
        else:
            found.append(line.removeprefix("-- ").split(": ", 1))
    return {"leak_class" if key == "class" else key: words for key, words in found}


def rules() -> tuple[Rule, ...]:
    """Every rule, in order."""
    return tuple(rule(name) for name in RULES)


def rule_frame() -> pl.DataFrame:
    """One row per rule: what its header says, as the build reads it."""
    names = [field.name for field in fields(Rule) if field.name not in ("name", "unverified")]
    rows = [
        {"rule": one.name, **{name: getattr(one, name) for name in names}, "is_unverified": one.unverified == "yes"}
        for one in rules()
    ]
    schema = {"rule": pl.String(), **dict.fromkeys(names, pl.String()), "is_unverified": pl.Boolean()}
    return pl.DataFrame(rows, schema=schema)


def statements() -> pl.DataFrame:
    """One row per statement of the two source articles: the rules, flags and metrics that show it, or why none can."""
    listed = pl.read_csv(QUERIES / "leakage" / "statements.csv", infer_schema=False).fill_null("")
    shown = pl.DataFrame(
        [(statement, one.kind, one.name) for one in rules() for statement in one.statements],
        schema=["id", "kind", "name"],
        orient="row",
    )
    by_kind = [
        shown.filter(pl.col("kind") == "leak").group_by("id").agg(rules=pl.col("name").str.join(" ")),
        shown.filter(pl.col("kind") != "leak").group_by("id").agg(flags=pl.col("name").str.join(" ")),
    ]
    for frame in by_kind:
        listed = listed.join(frame, on="id", how="left", maintain_order="left")
    return listed.select("id", "statement", "rules", "flags", "metrics", "not_visible", "proxy").fill_null("")
