"""The stored tables of an 835 from what was read; each still carries `tx` and `claim` for the decision what loads."""

import polars as pl

from analytics.importers.batch import SCHEMAS, Batch, attach
from analytics.importers.keys import letters, patient_hash
from analytics.x12.elements import QUANTITY, money
from analytics.x12.separators import ELEMENT, UNREADABLE

Frames = dict[str, pl.DataFrame]


def place(row: str) -> pl.Expr:
    """A unique id from the file's bytes and the place in it."""
    return pl.concat_str([pl.col("sha").str.head(12), pl.lit("-"), (pl.col(row) - pl.col("first")).cast(pl.String)])


def stored(read: Frames, batch: Batch) -> Frames:
    """The five remittance tables with their exact columns, plus tx and claim; takes the frames that it is given."""
    sources = Sources(batch.transactions)
    payments = _readable(_payments(read.pop("payments")), batch)
    ids = payments.select("tx", "payment_id", "payer_source_id", "payer_source_name", "payee_npi")
    pairs = _readable(_pairs(attach(sources.of(read.pop("pairs")), ids.select("tx", "payment_id"), on="tx")), batch)
    found = {"remit_payment": payments, "provider_adjustment": pairs}
    tables = {name: _exact(name, frame) for name, frame in found.items()}
    claims = _claims(attach(sources.of(read.pop("claims")), ids, on="tx"), batch.secret)
    claim_ids = claims.select("claim", "remit_claim_id", "repeated_adjustments")
    tables["remit_claim"] = _exact("remit_claim", claims)
    del claims
    lines = _lines(attach(sources.of(read.pop("lines")), claim_ids, on="claim"))
    line_ids = lines.select("line", "remit_line_id")
    tables["remit_line"] = _exact("remit_line", lines)
    del lines
    cuts = attach(sources.of(read.pop("adjustments")), claim_ids, on="claim")
    return tables | {"adjustment": _exact("adjustment", _adjustments(attach(cuts, line_ids, on="line")))}


class Sources:
    """The file of each transaction: its sha, and the row before its first segment."""

    def __init__(self, transactions: pl.DataFrame) -> None:
        self.files = transactions.select("tx", "sha", "first")
        self.only = self.files.row(0)[1:] if self.files["first"].n_unique() == 1 else None

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with sha and first; a batch of one file need not look anything up."""
        if self.only is None:
            return attach(frame, self.files, on="tx")
        sha, first = self.only
        return frame.with_columns(pl.lit(sha).alias("sha"), pl.lit(first, pl.Int64).alias("first"))


def _exact(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of the table in its types, behind tx and claim."""
    if "claim" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, pl.UInt32).alias("claim"))
    columns = [pl.col(column).cast(kind) for column, kind in SCHEMAS[name].items()]
    return frame.select("tx", "claim", *columns)


def _readable(frame: pl.DataFrame, batch: Batch) -> pl.DataFrame:
    """Without control characters: their claims are refused, but the payment itself stays, and its payer is shown."""
    if not batch.segments.has_control:
        return frame
    return frame.with_columns(pl.col(pl.String).str.replace_all(f"[{UNREADABLE}\r\n]", ""))


def _payments(payments: pl.DataFrame) -> pl.DataFrame:
    return payments.with_columns(
        place("start").alias("payment_id"),
        money(pl.col("claim_paid_cents")).alias("claim_paid"),
        money(pl.col("plb_cents")).alias("provider_adjusted"),
        pl.col("sender").alias("interchange_sender"),
        pl.col("interchange_day").alias("interchange_date"),
        pl.col("control").alias("transaction_control"),
        pl.col("sha").alias("source_sha"),
        pl.col("position").alias("source_position"),
    )


def _claims(claims: pl.DataFrame, secret: bytes) -> pl.DataFrame:
    person = _patient_text(claims)
    return claims.with_columns(
        place("row").alias("remit_claim_id"),
        patient_hash(person, secret).alias("patient_key"),
        pl.coalesce("payee_npi", "claim_hpi", "ts3").alias("billing_npi"),
        pl.col("authorization_present").fill_null(False),
        pl.col("remarks").fill_null([]),
        pl.lit(None, pl.String).alias("duplicate_of"),
        pl.col("sha").alias("source_sha"),
        (pl.col("row") - pl.col("first")).alias("source_position"),
        pl.col("claim_id").fill_null(""),
    )


def _patient_text(claims: pl.DataFrame) -> pl.Series:
    """'835', payer, and member id, else name, else the claim itself: strangers must never share a key."""
    payer = pl.coalesce("payer_source_id", "payer_source_name", pl.lit(""))
    who = "I" + pl.col("member") if not claims["member"].null_count() else _who()
    return claims.select(pl.concat_str([pl.lit("835"), payer, who], separator=ELEMENT)).to_series()


def _who() -> pl.Expr:
    name = pl.concat_str([letters(pl.col("last")), letters(pl.col("first_name"))], separator=",")
    insured = pl.concat_str([letters(pl.col("insured_last")), letters(pl.col("insured_first"))], separator=",")
    named = pl.when(pl.col("last").is_not_null()).then("N" + name)
    of_insured = pl.coalesce("I" + pl.col("insured"), pl.when(pl.col("insured_last").is_not_null()).then("N" + insured))
    alone = "C" + place("row")
    return pl.coalesce("I" + pl.col("member"), named, of_insured, alone)


def _lines(lines: pl.DataFrame) -> pl.DataFrame:
    one, number = pl.lit(1, QUANTITY), pl.int_range(1, pl.len() + 1)
    begins = pl.col("claim") != pl.col("claim").shift()
    return lines.with_columns(
        place("row").alias("remit_line_id"),
        (number - pl.when(begins.fill_null(True)).then(number).forward_fill() + 1).alias("line_number"),
        pl.coalesce("units_sent", one).alias("units_paid"),
        pl.coalesce("billed_units_sent", "units_sent", one).alias("units_billed"),
        pl.coalesce("sent_allowed", money(pl.col("paid_cents") + pl.col("line_pr"))).alias("allowed"),
        pl.when(pl.col("sent_allowed_cents").is_null())
        .then(pl.lit("derived"))
        .otherwise(pl.lit("sent"))
        .alias("allowed_source"),
        pl.col("remarks").fill_null([]),
        pl.col("sha").alias("source_sha"),
        (pl.col("row") - pl.col("first")).alias("source_position"),
    )


def _adjustments(cuts: pl.DataFrame) -> pl.DataFrame:
    at_claim = pl.col("line") == 0
    return cuts.with_columns(
        (at_claim & pl.col("repeated_adjustments").fill_null(False)).alias("is_repeated"),
        pl.col("sha").alias("source_sha"),
    )


def _pairs(pairs: pl.DataFrame) -> pl.DataFrame:
    return pairs.with_columns(
        money(pl.col("amount_cents")).alias("amount"),
        pl.int_range(1, pl.len() + 1).over("tx").alias("position"),
        pl.col("sha").alias("source_sha"),
        (pl.col("row") - pl.col("first")).alias("source_position"),
    )
