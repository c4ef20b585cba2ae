"""Rows of a remittance file into payments, claims, lines and adjustments, read as an 835 of the same content is."""

import polars as pl

from analytics.importers.batch import SCHEMAS
from analytics.importers.delimited.claims import counted, odd_codes, patient
from analytics.importers.delimited.column_map import ColumnMap
from analytics.importers.delimited.cuts import Cuts, cuts_of, says_all_adjustments, says_reasons, with_told
from analytics.importers.delimited.denials import SAYS_DENIED
from analytics.importers.delimited.remit_frames import (
    BY_TABLE,
    CLAIM,
    LINE,
    PAYMENT,
    TEXT,
    UINT,
    claims_of,
    lines_of,
    pairs_of,
    payments_of,
    sums_of,
)
from analytics.importers.delimited.rows import REFUSED, Side, cents, column, first_faults, text_of, with_group
from analytics.importers.delimited.source import ROW
from analytics.importers.delimited.typed import COLUMN, FAULT, UNREADABLE
from analytics.importers.edi835.balance import balanced_claims, balanced_lines, balanced_payments
from analytics.importers.edi835.identity import identified
from analytics.importers.keys import patient_hash
from analytics.importers.result import MEASURES
from analytics.x12.elements import MONEY, QUANTITY, money
from analytics.x12.separators import ELEMENT

_NAMES = {
    "remit_payment": {"payment_amount": "amount"},
    "remit_claim": {
        "claim_charge": "charge", "claim_paid": "paid", "claim_patient_share": "patient_share",
        "claim_rendering_npi": "rendering_npi", "claim_service_date": "service_date_from",
        "claim_service_date_to": "service_date_to", "claim_remarks": "remarks",
    },
}  # fmt: skip


def stored(
    payments: pl.DataFrame, claims: pl.DataFrame, lines: pl.DataFrame, cuts: pl.DataFrame, pairs: pl.DataFrame,
    sha: str, secret: bytes,
) -> dict[str, pl.DataFrame]:  # fmt: skip
    def place(letter: str) -> pl.Expr:
        return pl.concat_str(pl.lit(f"{sha[:12]}-{letter}"), pl.col(ROW).cast(TEXT))

    ids = payments.select(PAYMENT, place("p").alias("payment_id"), "payer_source_id", "payer_source_name", "payee_npi")
    paid = payments.with_columns(
        place("p").alias("payment_id"), money(pl.col("claim_paid_cents")).alias("claim_paid"),
        money(pl.col("plb_cents")).alias("provider_adjusted"),
        column(payments, "is_test", pl.Boolean()).fill_null(False).alias("is_test"),
    )  # fmt: skip
    answered = claims.rename({k: v for k, v in _NAMES["remit_claim"].items() if k in claims.columns}, strict=False)
    answered = answered.drop("charge", "paid", strict=False).join(ids, on=PAYMENT, how="left", maintain_order="left")
    answered = answered.with_columns(
        patient_hash(answered.select(_person(answered, sha)).to_series(), secret).alias("patient_key"),
        place("c").alias("remit_claim_id"), money(pl.col("charge_cents")).alias("charge"),
        money(pl.col("paid_cents")).alias("paid"),
        pl.coalesce(column(answered, "billing_npi", TEXT), "payee_npi").alias("billing_npi"),
        column(answered, "authorization_present", pl.Boolean()).fill_null(False).alias("authorization_present"),
        column(answered, "remarks", pl.List(TEXT)).fill_null([]).alias("remarks"),
    )  # fmt: skip
    claim_ids = answered.select(CLAIM, "remit_claim_id", "repeated_adjustments")
    served = lines.join(claim_ids, on=CLAIM, how="left", maintain_order="left").with_columns(
        place("l").alias("remit_line_id"), pl.int_range(1, pl.len() + 1).over(CLAIM).alias("line_number"),
        pl.when(pl.col("allowed").is_null()).then(pl.lit("derived")).otherwise(pl.lit("sent")).alias("allowed_source"),
        pl.when(pl.col("allowed").is_null() & (pl.col("line_pr") != 0))
        .then(money(pl.col("paid_cents") + pl.col("line_pr"))).otherwise("allowed").alias("allowed"),
        pl.coalesce("units_billed", "units_paid").cast(QUANTITY).alias("units_billed"),
    )  # fmt: skip
    taken = cuts.join(claim_ids, on=CLAIM, how="inner", maintain_order="left")
    taken = taken.join(served.select(LINE, "remit_line_id"), on=LINE, how="left", maintain_order="left").with_columns(
        money(pl.col("cents")).alias("amount"),
        ((pl.col(LINE) == 0) & pl.col("repeated_adjustments").fill_null(False)).alias("is_repeated"),
    )
    moved = pairs.join(ids.select(PAYMENT, "payment_id"), on=PAYMENT, how="left", maintain_order="left").with_columns(
        pl.int_range(1, pl.len() + 1).over(PAYMENT).alias("position")
    )
    frames = {
        "remit_payment": paid, "remit_claim": answered, "remit_line": served, "adjustment": taken,
        "provider_adjustment": moved,
    }  # fmt: skip
    return {name: _exact(name, frame, sha) for name, frame in frames.items()}


def _exact(name: str, frame: pl.DataFrame, sha: str) -> pl.DataFrame:
    found = frame.with_columns(
        pl.lit(sha).alias("source_sha"), *([pl.col(ROW).alias("source_position")] if ROW in frame.columns else [])
    )
    return found.select(
        column(found, column_name, dtype).alias(column_name) for column_name, dtype in SCHEMAS[name].items()
    )


def _person(claims: pl.DataFrame, sha: str) -> pl.Expr:
    """'835', payer, and what there is of the patient: never compared with a claim's key (meanings 4)."""
    payer = pl.coalesce("payer_source_id", "payer_source_name", pl.lit(""))
    member, own = column(claims, "member_id", TEXT), column(claims, "patient_id", TEXT)
    named, _ = patient(claims, sha)
    alone = pl.concat_str(pl.lit(f"C{sha[:12]}-"), pl.col(ROW).cast(TEXT))
    has_name = pl.coalesce(column(claims, "patient_last", TEXT), column(claims, "patient_name", TEXT)).is_not_null()
    who = (
        pl.when(member.is_not_null())
        .then("I" + member)
        .when(own.is_not_null())
        .then("P" + own)
        .when(has_name)
        .then("N" + named)
        .otherwise(alone)
    )
    return pl.concat_str([pl.lit("835"), payer, who], separator=ELEMENT)


_CLAIM_KEY = [PAYMENT, "claim_id", "payer_claim_id", "status", "frequency_code", "original_reference", "billing_npi"]
_SAME_LINE = ["code", "billed_code", "modifiers", "service_date", "line_control", "rendering_npi"]


def read(rows: pl.DataFrame, one: ColumnMap, *, sha: str, secret: bytes) -> Side:
    """Payments, claims, lines and adjustments of typed rows, which carry the adjustments beside them."""
    rows = with_told(_only_remittances(rows), one)
    strays = rows.filter(_is_stray(rows))
    rows = rows.join(strays.select(ROW), on=ROW, how="anti", maintain_order="left")
    rows = _grouped(rows, one)
    first = rows.select(pl.struct(CLAIM, LINE, "~all").is_first_distinct()).to_series()
    again, rows = rows.filter(~first), rows.filter(first)
    rows = _contradicted(rows)
    served = rows.filter(pl.col(LINE) > 0).unique(LINE, keep="first", maintain_order=True)
    bad = first_faults(rows.filter(pl.col(CLAIM) > 0), CLAIM)
    sums = sums_of(rows, served)
    # Several rows of one line: a repeated row repeats an adjustment, not the line.
    many = "adjustment_reason" in one.columns
    again_bad = again.join(bad, on=CLAIM, how="semi")
    again_kept = again.join(bad, on=CLAIM, how="anti")
    stray_rows, bad_rows = _alone(strays), _alone(again_bad, no_lines=many, fault="repeats_refused")
    refused = bad.join(sums, on=CLAIM, how="left").with_columns(level=pl.lit("claim")).select(list(REFUSED))
    everything = [sums.select(MEASURES), stray_rows.select(MEASURES), _alone(again, no_lines=many).select(MEASURES)]
    kept = rows.join(bad, on=CLAIM, how="anti", maintain_order="left")
    cuts = cuts_of(kept, one)
    tables, paid = _tables(_without_prices(kept, cuts), cuts.frame, one, sha, secret)
    per_claim = (
        kept.filter(pl.col(CLAIM) > 0)
        .group_by(CLAIM)
        .agg(source_position=pl.col(ROW).min(), rows=pl.len().cast(pl.Int64))
    )
    return Side(
        tables=tables,
        refused=pl.concat([refused, stray_rows, bad_rows]),
        came_in=_added(pl.concat(everything)),
        repeated=_added(_alone(again_kept, no_lines=many).select(MEASURES)),
        rows={"in": rows.height + strays.height + again.height, "repeated": again_kept.height},
        per_claim=per_claim.select("source_position", "rows"),
        warned=_warned(kept, tables, one) | cuts.warned,
        without_claim=kept.filter(pl.col(CLAIM) == 0).height,
        payments=paid,
    )


def _only_remittances(rows: pl.DataFrame) -> pl.DataFrame:
    """Of a joined file, the rows that a payer has answered."""
    said = [name for name in ("paid", "claim_paid", "payment_date", "production_date", "trace") if name in rows.columns]
    others = [name for name in ("provider_adjustment_reason", "payment_amount") if name in rows.columns]
    has = pl.any_horizontal(pl.col(name).is_not_null() for name in (*said, *others)) | pl.col(FAULT).is_not_null()
    denied = column(rows, SAYS_DENIED, pl.Boolean()).fill_null(False)
    answered = rows.filter(has | denied)
    # Nobody writes a payment where there was none.
    nothing = pl.when(denied & column(rows, "charge", MONEY).is_not_null()).then(pl.lit(0, MONEY))
    return answered.with_columns(paid=pl.coalesce("paid", nothing)) if "paid" in rows.columns else answered


def _without_prices(rows: pl.DataFrame, cuts: Cuts) -> pl.DataFrame:
    """What a denied row says of an allowed amount is a price, never what the patient owes (meanings 17)."""
    if "allowed" not in rows.columns or cuts.denied.is_empty():
        return rows
    marked = rows.join(cuts.denied.with_columns(is_price=True), on=[CLAIM, LINE], how="left", maintain_order="left")
    return marked.with_columns(pl.when(pl.col("is_price").is_null()).then("allowed").alias("allowed")).drop("is_price")


def _is_stray(rows: pl.DataFrame) -> pl.Expr:
    """A row without a claim that is no payment and no provider adjustment: a total, a blank, a broken row."""
    has_claim = column(rows, "claim_id", TEXT).is_not_null()
    money_said = [n for n in ("charge", "paid", "claim_charge", "claim_paid", "code") if n in rows.columns]
    is_line = pl.any_horizontal(pl.col(n).is_not_null() for n in money_said) if money_said else pl.lit(False)
    odd = pl.col(FAULT).is_in(["total_row", "left_out"]).fill_null(False)
    return odd | (~has_claim & (is_line | pl.col(FAULT).is_not_null()))


def _grouped(rows: pl.DataFrame, one: ColumnMap) -> pl.DataFrame:
    """Add tx, claim, line (0: none) and ~all, what the whole row says."""
    said = [name for name in rows.columns if not name.startswith("~")]
    payment = (
        ["payment_id"]
        if _whole(rows, "payment_id")
        else [n for n in BY_TABLE["remit_payment"] if n != "payment_amount"]
    )
    rows = with_group(rows, payment, PAYMENT).with_columns(pl.col(PAYMENT).cast(UINT))
    has_claim = column(rows, "claim_id", TEXT).is_not_null()
    own = (
        ["remit_claim_id"]
        if _whole(rows.filter(has_claim), "remit_claim_id")
        else [*_CLAIM_KEY, "~sign", *_day_of(rows)]
    )
    negative = (
        pl.any_horizontal(pl.col(n) < 0 for n in ("charge", "claim_charge") if n in rows.columns)
        if {"charge", "claim_charge"} & set(rows.columns)
        else pl.lit(False)
    )
    rows = rows.with_columns(negative.fill_null(False).alias("~sign"), has_claim.alias("~has"))
    rows = with_group(rows, [PAYMENT, "~has", *own], "~c")
    lines = [n for n in ("code", "charge", "paid") if n in rows.columns]
    has_line = pl.any_horizontal(pl.col(n).is_not_null() for n in lines) if lines else pl.lit(False)
    line_key = (
        ["line_number"] if _whole(rows.filter(pl.col("~has") & has_line), "line_number") else BY_TABLE["remit_line"]
    )
    rows = rows.with_columns((pl.col("~has") & has_line).alias("~line"))
    rows = with_group(rows, ["~c", "~line", *line_key], "~l")
    everything = text_of(rows, [*said, *_beside(rows)])
    return rows.with_columns(
        pl.when("~has").then(pl.col("~c").cast(UINT) + 1).otherwise(0).cast(UINT).alias(CLAIM),
        pl.when("~line").then(pl.col("~l").cast(UINT) + 1).otherwise(0).cast(UINT).alias(LINE),
        everything.alias("~all"),
    )


def _beside(rows: pl.DataFrame) -> list[str]:
    """Adjustments in columns of their own are part of what a row says."""
    return [name for name in rows.columns if name.startswith("~cut")]


def _whole(rows: pl.DataFrame, name: str) -> bool:
    return name in rows.columns and rows.height > 0 and not rows[name].null_count()


def _day_of(rows: pl.DataFrame) -> list[str]:
    """Without the payer's number, an account number may stand for many visits."""
    return [] if {"payer_claim_id", "line_number"} & set(rows.columns) else ["service_date"]


def _contradicted(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of one line, or of one claim, that contradict each other refuse the claim."""
    is_claim = pl.col(CLAIM) > 0
    named = [n for n in BY_TABLE["remit_line"] if n in rows.columns]
    served = rows.filter(pl.col(LINE) > 0)
    lines = served.with_columns(served.select(text_of(served, named).alias("~said")).to_series())
    differs = lines.group_by(LINE).agg(pl.col("~said").n_unique().alias("n")).filter(pl.col("n") > 1)[LINE]
    once = lines.unique(LINE, keep="first", maintain_order=True)
    if "line_number" not in rows.columns and once.height:
        same = once.select(text_of(once, [CLAIM, *_SAME_LINE]).alias("k")).to_series().is_duplicated()
        differs = pl.concat([differs, once.filter(same)[LINE]])
    own = [n for n in ("claim_charge", "claim_paid", "claim_patient_share") if n in rows.columns]
    two = pl.any_horizontal(pl.col(n).drop_nulls().n_unique().over(CLAIM) > 1 for n in own) if own else pl.lit(False)
    charge, paid = ({"charge", "claim_charge"} & set(rows.columns)), ({"paid", "claim_paid"} & set(rows.columns))
    none = pl.lit(False)
    for names in (charge, paid):
        none = none | pl.all_horizontal(pl.col(n).is_null() for n in names) if names else none
    code = (
        pl.when(is_claim & pl.col(LINE).is_in(differs.implode())).then(pl.lit("same_line_differs"))
        .when(is_claim & two).then(pl.lit("claim_rows_differ"))
        .when((pl.col(LINE) > 0) & none).then(pl.lit("amount_missing"))
    )  # fmt: skip
    return rows.with_columns(pl.coalesce(FAULT, code).alias(FAULT))


def _alone(rows: pl.DataFrame, *, no_lines: bool = False, fault: str = "claim_number_missing") -> pl.DataFrame:
    """Rows that count as a line each (or as a row only) and belong to no claim that is counted elsewhere."""
    zero = pl.lit(0, pl.Int64)
    has = {name: cents(name) if name in rows.columns and not no_lines else zero for name in ("charge", "paid")}
    is_line = (
        pl.any_horizontal(pl.col(n).is_not_null() for n in ("charge", "paid", "code") if n in rows.columns)
        if {"charge", "paid", "code"} & set(rows.columns)
        else pl.lit(False)
    )
    return rows.select(
        ROW, pl.lit("line").alias("level"), pl.coalesce(FAULT, pl.lit(fault)).alias(FAULT), COLUMN, claims=zero,
        lines=zero if no_lines else is_line.cast(pl.Int64), charge_cents=zero, paid_cents=zero,
        line_charge_cents=has["charge"], line_paid_cents=has["paid"],
        unreadable=pl.col(UNREADABLE).cast(pl.Int64), rows=pl.lit(1, pl.Int64),
    )  # fmt: skip


def _added(frame: pl.DataFrame) -> dict[str, int]:
    return {name: int(frame[name].sum() or 0) for name in MEASURES}


def _tables(
    rows: pl.DataFrame, cuts: pl.DataFrame, one: ColumnMap, sha: str, secret: bytes
) -> tuple[dict[str, pl.DataFrame], dict[str, int]]:
    claims, lines = claims_of(rows), lines_of(rows)
    lines = balanced_lines(lines, cuts)
    claims = balanced_claims(claims, lines, cuts)
    pairs = pairs_of(rows)
    payments = balanced_payments(payments_of(rows), claims, pairs)
    claims, lines = identified(claims, lines, cuts, payments)
    if not says_all_adjustments(one):  # what other adjustments there were nobody knows: no balance can be checked
        claims = claims.with_columns(pl.lit(None, pl.Int64).alias("unbalanced_cents"))
        lines = lines.with_columns(pl.lit(None, pl.Int64).alias("unbalanced_cents"))
    tables = stored(payments, claims, lines, cuts, pairs, sha, secret)
    total = {
        "payment_count": payments.height,
        "bpr_cents": int(payments["bpr_cents"].sum() or 0),
        "plb_cents": int(payments["plb_cents"].sum() or 0),
    }
    return tables, total


def _warned(kept: pl.DataFrame, tables: dict[str, pl.DataFrame], one: ColumnMap) -> dict[str, tuple[int, int]]:
    there = set(kept.columns)
    served = pl.col(LINE) > 0
    rules = {
        "no_trace": pl.col("trace").is_null() if "trace" in there else pl.lit(True),
        "no_status": (pl.col(CLAIM) > 0) & (pl.col("status").is_null() if "status" in there else pl.lit(True)),
        "no_lines": (pl.col(CLAIM) > 0) & ~served & (pl.len().over(CLAIM) == 1),
        "no_adjustments": served & pl.lit(not says_reasons(one) and "adjustment_reason" not in there),
        "no_payment_amount": pl.lit("payment_amount" not in there),
    }
    found = counted(kept, rules) | odd_codes(kept)
    off = tables["remit_line"].filter(pl.col("unbalanced_cents") != 0)
    if off.height:
        found["line_unbalanced"] = (off.height, int(off["source_position"].min()))  # type: ignore[arg-type]
    return found
