"""Rows of a claims file into claim lines: grouped to submissions, repeats left out, contradictions refused."""

import polars as pl

from analytics.importers.batch import SCHEMAS
from analytics.importers.delimited.rows import REFUSED, Side, cents, column, first_faults, keys_of, text_of, with_group
from analytics.importers.delimited.source import ROW
from analytics.importers.delimited.typed import BLANKED, COLUMN, FAULT, UNREADABLE
from analytics.importers.keys import letters, patient_hash
from analytics.importers.result import MEASURES
from analytics.x12.elements import MONEY
from analytics.x12.separators import ELEMENT

CLAIM = "~claim"
_SUBMISSION = [
    "claim_id", "billing_npi", "transaction_id", "submitted_date", "frequency_code", "original_reference",
    "payer_sequence", "payer_source_id", "payer_source_name",
]  # fmt: skip
_LINE = ["code", "modifiers", "service_date", "line_control", "rendering_npi", "ndc", "place_of_service"]
_MOST_LINES = 1023
_PROCEDURE = r"^[A-Z0-9][0-9]{3}[A-Z0-9]$"
"""CPT and HCPCS: 96372, J1885, 0001F."""


def read(rows: pl.DataFrame, *, sha: str, secret: bytes) -> Side:
    """The claim lines of typed rows, and what became of every row."""
    said = [name for name in rows.columns if not name.startswith("~")]
    strays = rows.filter(
        column(rows, "claim_id", pl.String()).is_null()
        | (pl.col(FAULT).is_in(["total_row", "left_out"])).fill_null(False)
    )
    rows = rows.join(strays.select(ROW), on=ROW, how="anti", maintain_order="left")
    grouped = with_group(rows, _key(rows), CLAIM)
    once = grouped.with_columns(grouped.select(text_of(grouped, said).alias("~all")).to_series())
    first = once.select(pl.struct(CLAIM, "~all").is_first_distinct()).to_series()
    again, once = once.filter(~first), once.filter(first)
    once = _contradicted(once)
    bad = first_faults(once, CLAIM)
    sums = _sums(once)
    refused = bad.join(sums, on=CLAIM, how="left").with_columns(level=pl.lit("claim")).select(list(REFUSED))
    again_kept = again.join(bad, on=CLAIM, how="anti")
    again_bad = again.join(bad, on=CLAIM, how="semi")
    refused = pl.concat([refused, _alone(strays), _alone(again_bad, "repeats_refused")])
    kept = once.join(bad, on=CLAIM, how="anti", maintain_order="left")
    lines = _stored(kept, said, sha, secret)
    per_claim = lines.group_by("source_position").agg(rows=pl.len().cast(pl.Int64))
    everything = pl.concat([sums.select(MEASURES), _alone(strays).select(MEASURES), _alone(again).select(MEASURES)])
    return Side(
        tables={"claim_line": lines},
        refused=refused,
        came_in=_added(everything),
        repeated=_added(_alone(again_kept).select(MEASURES)),
        rows={"in": rows.height + strays.height, "repeated": again_kept.height},
        per_claim=per_claim,
        warned=_warned(kept),
    )


def _key(rows: pl.DataFrame) -> list[str]:
    if "claim_key" in rows.columns and not rows["claim_key"].null_count():
        return ["claim_key"]
    # An account number in place of a claim number spans many days; line numbers or a day of sending tell claims apart.
    own = {"line_number", "submitted_date"} & set(rows.columns)
    people = ["patient_id", "patient_last", "patient_first", "patient_name", "patient_birth_date", "member_id"]
    return [*_SUBMISSION, *people] if own else [*_SUBMISSION, *people, "service_date"]


def _contradicted(once: pl.DataFrame) -> pl.DataFrame:
    """Rows of one line that differ are all refused: nobody can tell which stands. So are claims of two totals."""
    key = [CLAIM, "line_number"] if "line_number" in once.columns else [CLAIM, *(n for n in _LINE if n in once.columns)]
    several = once.select(text_of(once, key).alias("k")).to_series().is_duplicated()
    number = pl.col("line_number").is_not_null() if "line_number" in once.columns else pl.lit(True)
    total = pl.col("claim_charge").n_unique().over(CLAIM) > 1 if "claim_charge" in once.columns else pl.lit(False)
    long = pl.len().over(CLAIM) > _MOST_LINES
    code = (
        pl.when(pl.Series(several) & number).then(pl.lit("same_line_differs"))
        .when(total).then(pl.lit("claim_rows_differ")).when(long).then(pl.lit("too_many_lines"))
    )  # fmt: skip
    return once.with_columns(pl.coalesce(FAULT, code).alias(FAULT))


def _sums(once: pl.DataFrame) -> pl.DataFrame:
    """One row per claim: REFUSED's measures."""
    lines = cents("charge") if "charge" in once.columns else pl.lit(0)
    own = cents("claim_charge").first() if "claim_charge" in once.columns else pl.lit(None, pl.Int64)
    has_own = pl.col("claim_charge").first().is_not_null() if "claim_charge" in once.columns else pl.lit(False)
    return once.group_by(CLAIM, maintain_order=True).agg(
        claims=pl.lit(1, pl.Int64), lines=pl.len().cast(pl.Int64),
        charge_cents=pl.when(has_own).then(own).otherwise(lines.sum()), paid_cents=pl.lit(0, pl.Int64),
        line_charge_cents=lines.sum(), line_paid_cents=pl.lit(0, pl.Int64),
        unreadable=pl.col(UNREADABLE).sum().cast(pl.Int64), rows=pl.len().cast(pl.Int64),
    )  # fmt: skip


def _alone(rows: pl.DataFrame, fault: str = "claim_number_missing") -> pl.DataFrame:
    """Rows that count as a line each and belong to no claim that is counted elsewhere."""
    charge = cents("charge") if "charge" in rows.columns else pl.lit(0, pl.Int64)
    zero = pl.lit(0, pl.Int64)
    return rows.select(
        ROW, pl.lit("line").alias("level"), pl.coalesce(FAULT, pl.lit(fault)).alias(FAULT), COLUMN, claims=zero,
        lines=pl.lit(1, pl.Int64), charge_cents=zero, paid_cents=zero, line_charge_cents=charge, line_paid_cents=zero,
        unreadable=pl.col(UNREADABLE).cast(pl.Int64), rows=pl.lit(1, pl.Int64),
    )  # fmt: skip


def _added(frame: pl.DataFrame) -> dict[str, int]:
    return {name: int(frame[name].sum() or 0) for name in MEASURES}


def _stored(kept: pl.DataFrame, said: list[str], sha: str, secret: bytes) -> pl.DataFrame:
    """claim_line, in the order of the file."""
    schema = SCHEMAS["claim_line"]
    prints = keys_of(kept, CLAIM, "~all").rename({"print": "~print"})
    text, is_strong = patient(kept, sha)
    frame = (
        kept.drop("~all")
        .join(prints, on=CLAIM, how="left", maintain_order="left")
        .with_columns(
            patient_hash(kept.select(text).to_series(), secret).alias("patient_key"), is_strong.alias("~strong")
        )
    )
    order = pl.col("line_number") if "line_number" in said else pl.col(ROW)
    total = pl.col("charge").sum().over(CLAIM) if "charge" in said else pl.lit(None)
    billing = column(frame, "billing_npi", pl.String())
    frame = frame.with_columns(
        pl.coalesce(column(frame, "claim_key", pl.String()), "~print").alias("claim_key"),
        order.rank("ordinal").over(CLAIM).cast(pl.Int64).alias("line_number"),
        pl.coalesce(column(frame, "rendering_npi", pl.String()), billing).alias("rendering_npi"),
        pl.coalesce(column(frame, "claim_charge", MONEY), total.cast(MONEY)).alias("claim_charge"),
        pl.coalesce(column(frame, "patient_key_basis", pl.String()),
                    pl.when("~strong").then(pl.lit("strong")).otherwise(pl.lit("weak"))).alias("patient_key_basis"),
        pl.col(ROW).min().over(CLAIM).alias("source_position"), pl.lit(sha).alias("source_sha"),
        column(frame, "service_zip3", pl.String()).str.extract("^([0-9]{3})").alias("service_zip3"),
        *(column(frame, name, pl.Boolean()).fill_null(False).alias(name)
          for name in ("authorization_present", "attachment_present", "is_test")),
        *(column(frame, name, pl.List(pl.String())).fill_null([]).alias(name) for name in ("modifiers", "diagnoses")),
    )  # fmt: skip
    return frame.select(column(frame, name, dtype).alias(name) for name, dtype in schema.items()).sort(
        "source_position", "line_number"
    )


def patient(frame: pl.DataFrame, sha: str) -> tuple[pl.Expr, pl.Expr]:
    """What the patient's key is made of, as in an 837, and whether it is a strong one."""
    whole = column(frame, "patient_name", pl.String())
    last = pl.coalesce(column(frame, "patient_last", pl.String()), whole.str.extract(r"^([^,]*)", 1))
    first = pl.coalesce(column(frame, "patient_first", pl.String()), whole.str.extract(r",\s*(\S+)", 1))
    birth, own = column(frame, "patient_birth_date", pl.Date()), column(frame, "patient_id", pl.String())
    member = column(frame, "member_id", pl.String())
    payer = pl.coalesce(
        column(frame, "payer_source_id", pl.String()), column(frame, "payer_source_name", pl.String()), pl.lit("")
    )
    is_named = (letters(last) != "") & birth.is_not_null()
    named = pl.concat_str([letters(last), letters(first), birth.cast(pl.String)], separator=ELEMENT)
    weak = pl.concat_str([pl.lit("weak"), payer, member, pl.lit("")], separator=ELEMENT)
    alone = pl.concat_str(
        [pl.lit("alone"), pl.lit(sha), column(frame, "claim_id", pl.String()).fill_null("")], separator=ELEMENT
    )
    by_id = pl.concat_str([pl.lit("id"), own], separator=ELEMENT)
    text = pl.when(is_named).then(named).when(own.is_not_null()).then(by_id).when(member.is_not_null()).then(weak)
    return text.otherwise(alone), is_named | own.is_not_null()


def _warned(kept: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """What is loaded as sent and should be looked at: code, how often, first row."""
    there = set(kept.columns)
    rules = {
        "units_missing": pl.col("units").is_null() if "units" in there else pl.lit(True),
        "units_many": pl.col("units") > 100 if "units" in there else pl.lit(False),
        "no_patient": pl.lit(not there & {"patient_id", "patient_last", "patient_name", "member_id"}),
        "no_billing_npi": pl.col("billing_npi").is_null() if "billing_npi" in there else pl.lit(True),
        "no_submitted_date": pl.col("submitted_date").is_null() if "submitted_date" in there else pl.lit(True),
    }
    return counted(kept, rules) | odd_codes(kept)


def odd_codes(kept: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """Codes that were none and are left empty, by column; statuses that say nothing; codes that are no CPT or HCPCS."""
    names = {name for said in kept[BLANKED].unique().to_list() for name in (said or "").split(" ") if name}
    rules = {
        "status_unknown" if name == "status" else f"code_blanked:{name}":
        pl.col(BLANKED).str.contains(rf"(^| ){name}( |$)") for name in sorted(names)
    }  # fmt: skip
    if "code" in kept.columns:
        rules["procedure_odd"] = ~pl.col("code").str.contains(_PROCEDURE)
    return counted(kept, rules)


def counted(frame: pl.DataFrame, rules: dict[str, pl.Expr]) -> dict[str, tuple[int, int]]:
    found = {}
    for code, rule in rules.items():
        rows = frame.with_columns(rule.fill_null(False).alias("~is")).filter("~is") if frame.height else frame
        if rows.height:
            found[code] = (rows.height, int(rows[ROW].min()))  # type: ignore[arg-type]
    return found


__all__ = ["counted", "odd_codes", "patient", "read"]
