"""Stored rows as files of the input contract: what was read from X12 goes out so that it can be read again."""

from collections.abc import Mapping

import polars as pl

from analytics.tables.contract import CONTRACT, KINDS, Input

Tables = Mapping[str, pl.DataFrame]
_TYPES = {word: dtype for dtype, word in KINDS.items()}


def as_typed(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """The columns of a table of texts in the types of the contract; empty texts are null."""
    kinds = {one.name: one.kind for one in CONTRACT[table]}
    return frame.select(_typed(name, kinds[name]) for name in frame.columns)


def _typed(name: str, kind: str) -> pl.Expr:
    text = pl.when(pl.col(name) != "").then(pl.col(name))
    if kind == "list":
        return text.str.split(" ").alias(name)
    if kind == "yes or no":
        return (text == "Y").alias(name)
    if kind == "date":
        return text.str.to_date("%Y-%m-%d").alias(name)
    return text.cast(_TYPES.get(kind, pl.String())).alias(name)


def claims_of(tables: Tables) -> pl.DataFrame:
    """One row per service line of every claim, as the contract names its columns."""
    lines = tables["claim_line"].sort("source_sha", "source_position", "line_number")
    return lines.select(_from(one) for one in CONTRACT["claims"] if one.stored or one.name == "patient_id")


def _from(one: Input) -> pl.Expr:
    return pl.col(one.stored.partition(".")[2] or "patient_key").alias(one.name)


def remittances_of(tables: Tables) -> pl.DataFrame:
    """One row per adjustment of a line or claim, per line or claim without any, per payment without claims, per PLB."""
    payments, claims, lines, cuts, pairs = (
        _renamed(tables[name], name)
        for name in ("remit_payment", "remit_claim", "remit_line", "adjustment", "provider_adjustment")
    )
    of_lines, of_claims = _split(cuts)
    served = _joined(lines, of_lines, "~line").with_columns(pl.lit(1).alias("~order"))
    alone = _joined(claims.select("~claim"), of_claims, "~claim")
    alone = alone.filter(pl.col("adjustment_reason").is_not_null() | ~pl.col("~claim").is_in(lines["~claim"].implode()))
    below = pl.concat([served, alone.with_columns(pl.lit(0).alias("~order"))], how="diagonal_relaxed")
    answered = claims.join(below, on="~claim", how="left", maintain_order="left_right")
    rows = payments.join(answered, on="~payment", how="left", maintain_order="left")
    moved = payments.join(pairs, on="~payment", how="inner", maintain_order="left")
    every = pl.concat([rows, moved], how="diagonal_relaxed")
    order = ["~sha", "~place", "~claim_place", "~order", "~line_place", "~nth"]
    return every.sort(order, nulls_last=True, maintain_order=True).select(
        one.name for one in CONTRACT["remittances"] if one.name in every.columns
    )


def _renamed(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Columns by their names in the contract, and what the tables are joined by."""
    own = {
        one.name: one.stored.partition(".")[2] for one in CONTRACT["remittances"] if one.stored.startswith(f"{table}.")
    }
    columns = [pl.col(stored).alias(name) for name, stored in own.items()]
    keys = {
        "remit_payment": {"payment_id": "~payment", "source_sha": "~sha", "source_position": "~place"},
        "remit_claim": {"payment_id": "~payment", "remit_claim_id": "~claim", "source_position": "~claim_place"},
        "remit_line": {"remit_claim_id": "~claim", "remit_line_id": "~line", "source_position": "~line_place"},
        "adjustment": {"remit_claim_id": "~claim", "remit_line_id": "~line", "position": "~nth"},
        "provider_adjustment": {"payment_id": "~payment", "position": "~nth"},
    }[table]
    found = frame.select(*columns, *(pl.col(name).alias(key) for name, key in keys.items()), *_special(table))
    return found.with_columns(_unless_derived(table))


def _special(table: str) -> list[pl.Expr]:
    if table == "remit_claim":
        return [pl.col("patient_key").alias("patient_id")]
    return [pl.col("allowed_source", "date_source")] if table == "remit_line" else []


def _unless_derived(table: str) -> list[pl.Expr]:
    """What was not in the remittance itself is left empty: it is derived again."""
    if table != "remit_line":
        return []
    sent, own = pl.col("allowed_source") == "sent", pl.col("date_source") != "232"
    return [
        pl.when(sent).then("allowed").alias("allowed"),
        pl.when(own).then("service_date").alias("service_date"),
        pl.when(own).then("service_date_to").alias("service_date_to"),
    ]


def _split(cuts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    at_line = pl.col("~line").is_not_null()
    return cuts.filter(at_line).drop("~claim"), cuts.filter(~at_line).drop("~line")


def _joined(frame: pl.DataFrame, cuts: pl.DataFrame, key: str) -> pl.DataFrame:
    return frame.join(cuts, on=key, how="left", maintain_order="left_right")
