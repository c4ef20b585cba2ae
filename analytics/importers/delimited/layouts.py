"""Public layouts that need no map: Tuva's medical_claim, CMS carrier claims (RIF), Synthea's transactions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from analytics.importers.delimited.column_map import ColumnMap, Cut
from analytics.importers.delimited.denials import WORD


@dataclass(frozen=True)
class Layout:
    """A map whose columns may be there in part, the columns it is known by, and what stands for one that is not."""

    map: ColumnMap
    marks: tuple[str, ...]
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, header: Sequence[str]) -> ColumnMap:
        """The layout as far as it is there; a warehouse may leave columns out."""
        there = set(header)
        columns = {
            ours: kept for ours, names in self.map.columns.items() if (kept := tuple(n for n in names if n in there))
        }
        for ours, others in self.instead.items():
            if ours not in columns and (other := next((name for name in others if name in there), "")):
                columns[ours] = (other,)
        cuts = tuple(cut for cut in self.map.adjustments if set(cut.sources) <= there)
        return replace(self.map, columns=columns, adjustments=cuts)


TUVA = ColumnMap(
    name="Tuva medical_claim",
    table="both",
    date_format="YYYY-MM-DD",
    columns={
        "claim_id": ("claim_id",),
        "line_number": ("claim_line_number",),
        "patient_id": ("person_id",),
        "payer_source_name": ("payer",),
        "service_date": ("claim_line_start_date",),
        "service_date_to": ("claim_line_end_date",),
        "place_of_service": ("place_of_service_code",),
        "code": ("hcpcs_code",),
        "modifiers": tuple(f"hcpcs_modifier_{n}" for n in range(1, 6)),
        "rendering_npi": ("rendering_npi",),
        "billing_npi": ("billing_npi",),
        "facility_npi": ("facility_npi",),
        "payment_date": ("paid_date",),
        "paid": ("paid_amount",),
        "allowed": ("allowed_amount",),
        "charge": ("charge_amount",),
        "diagnoses": tuple(f"diagnosis_code_{n}" for n in range(1, 13)),
        "units": ("service_unit_quantity",),
        "units_billed": ("service_unit_quantity",),
    },
    only={"claim_type": ("professional",)},
    adjustments=(
        Cut(group_code="PR", reason_code="1", amount="deductible_amount"),
        Cut(group_code="PR", reason_code="2", amount="coinsurance_amount"),
        Cut(group_code="PR", reason_code="3", amount="copayment_amount"),
    ),
)
# CMS Research Identifiable Files, carrier claims: names and values of columns as the Chronic Conditions Warehouse
# (ccwdata.org, data dictionary of carrier claims) and Blue Button (bluebutton.cms.gov/resources/variables) describe
# them. Dates are written 27-OCT-1999, cells are divided by bars. There is no date of payment: the week in which the
# claim was processed stands for it, else the last day of the claim.
_MSP = ("Q", "T", "U", "V", "X", "Y", "00", "12", "13", "14", "15", "16", "17", "18", "21", "22", "25", "26")
"""LINE_PRCSG_IND_CD: Medicare paid nothing because another payer comes first."""
RIF = ColumnMap(
    name="CMS carrier claims (RIF)",
    table="both",
    date_format="DD-MON-YYYY",
    columns={
        "claim_id": ("CLM_ID",),
        "line_number": ("LINE_NUM",),
        "patient_id": ("BENE_ID",),
        "service_date": ("LINE_1ST_EXPNS_DT",),
        "service_date_to": ("LINE_LAST_EXPNS_DT",),
        "place_of_service": ("LINE_PLACE_OF_SRVC_CD",),
        "code": ("HCPCS_CD",),
        "modifiers": ("HCPCS_1ST_MDFR_CD", "HCPCS_2ND_MDFR_CD", "HCPCS_3RD_MDFR_CD", "HCPCS_4TH_MDFR_CD"),
        "units": ("LINE_SRVC_CNT",),
        "units_billed": ("LINE_SRVC_CNT",),
        "charge": ("LINE_SBMTD_CHRG_AMT",),
        "allowed": ("LINE_ALOWD_CHRG_AMT",),
        "paid": ("LINE_NCH_PMT_AMT",),
        "status": ("LINE_PRCSG_IND_CD",),
        "payment_date": ("NCH_WKLY_PROC_DT",),
        "payer_claim_id": ("CARR_CLM_CNTL_NUM",),
        "rendering_npi": ("PRF_PHYSN_NPI",),
        "billing_npi": ("ORG_NPI_NUM",),
        "diagnoses": ("LINE_ICD_DGNS_CD",),
        "ndc": ("LINE_NDC_CD",),
    },
    constants={"payer_source_name": "MEDICARE", "filing_indicator": "MB"},
    values={
        "status": {"A": "1", "R": "1", "S": "2", **dict.fromkeys("BCDILMNOPZ", "4"), **dict.fromkeys(_MSP, "23")},
        "adjustment_reason": {
            "A": "", "R": "", "S": "", "B": WORD, "D": WORD, "I": WORD, "L": WORD, "O": WORD, "P": WORD,
            "C": f"{WORD}: non_covered", "M": f"{WORD}: duplicate", "N": f"{WORD}: medical_necessity",
            "Z": f"{WORD}: bundled", **dict.fromkeys(_MSP, f"{WORD}: other_payer"),
        },
    },
    adjustments=(
        Cut(group_code="PR", reason_code="1", amount="LINE_BENE_PTB_DDCTBL_AMT"),
        Cut(group_code="PR", reason_code="2", amount="LINE_COINSRNC_AMT"),
        Cut(codes="LINE_PRCSG_IND_CD"),
    ),
)  # fmt: skip
# Synthea writes one row per charge, payment and transfer (CSVExporter and its data dictionary,
# github.com/synthetichealth/synthea/wiki/CSV-File-Data-Dictionary). Only charges can be told apart by line: a payment
# names the claim and not the charge it is for. PLACEOFSERVICE is an organisation, DIAGNOSISREF a place in another
# file, and no column names the payer.
SYNTHEA = ColumnMap(
    name="Synthea claims_transactions",
    table="claims",
    date_format="YYYY-MM-DD",
    columns={
        "claim_id": ("CLAIMID",),
        "claim_key": ("CLAIMID",),
        "line_control": ("CHARGEID",),
        "patient_id": ("PATIENTID",),
        "service_date": ("FROMDATE",),
        "service_date_to": ("TODATE",),
        "code": ("PROCEDURECODE",),
        "modifiers": ("MODIFIER1", "MODIFIER2"),
        "units": ("UNITS",),
        "charge": ("AMOUNT",),
    },
    constants={"payer_source_name": "PAYER NOT IN THIS FILE"},
    only={"TYPE": ("CHARGE",)},
)
LAYOUTS = (
    Layout(
        TUVA,
        ("claim_line_number", "claim_line_start_date", "hcpcs_code", "charge_amount", "claim_type", "person_id"),
        {"service_date": ("claim_start_date",)},
    ),
    Layout(
        RIF,
        ("CLM_ID", "LINE_NUM", "HCPCS_CD", "LINE_SBMTD_CHRG_AMT", "LINE_NCH_PMT_AMT"),
        {
            "payment_date": ("CLM_THRU_DT", "LINE_LAST_EXPNS_DT", "LINE_1ST_EXPNS_DT"),
            "service_date": ("CLM_FROM_DT",),
            "diagnoses": ("PRNCPAL_DGNS_CD",),
        },
    ),
    Layout(SYNTHEA, ("CLAIMID", "CHARGEID", "TYPE", "AMOUNT", "FROMDATE", "PROCEDURECODE", "TRANSFERTYPE")),
)


def layout_of(header: Sequence[str]) -> ColumnMap | None:
    """The ready map of a header, where it is one of these; names may be in small letters."""
    for layout in LAYOUTS:
        if set(layout.marks) <= set(header):
            return layout.of(header)
        spelt = {name.upper(): name for name in header}
        if {mark.upper() for mark in layout.marks} <= set(spelt):
            return _respelt(layout.of([*spelt]), spelt) if layout.marks[0].isupper() else None
    return None


def _respelt(one: ColumnMap, spelt: Mapping[str, str]) -> ColumnMap:
    """The map with the names as the file spells them."""
    cuts = tuple(
        replace(cut, **{part: spelt[name] for part, name in vars(cut).items()
                        if part in ("group", "reason", "amount", "quantity", "codes") and name})
        for cut in one.adjustments
    )  # fmt: skip
    return replace(
        one,
        columns={ours: tuple(spelt[name] for name in names) for ours, names in one.columns.items()},
        only={spelt[name]: words for name, words in one.only.items()},
        adjustments=cuts,
    )
