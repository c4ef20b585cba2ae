"""Whether something was loaded before: compares what was read with the loads that share a payment or a transaction."""

from datetime import date
from typing import Any

import polars as pl

Tables = dict[str, pl.DataFrame]
Warnings = dict[str, list[dict[str, Any]]]


def _key(kind: str, *columns: str | pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(kind), *columns, separator="|", ignore_nulls=True).alias("key")


_PAYMENT = _key("835", pl.coalesce("trace", pl.col("amount").cast(pl.String)), "payment_date")
_SUBMISSION = _key("837", "transaction_id", "submitted_date")
_PAYER = pl.coalesce("payer_source_id", "payer_source_name", pl.lit("")).alias("payer")


_COMPARED = {
    "claim_line": ["source_sha", "source_position", "claim_key"],
    "remit_payment": ["source_sha", "trace", "amount", "payment_date", "payer_source_id", "payer_source_name"],
    "remit_claim": ["source_sha", "remit_claim_id", "identity"],
    "remit_line": ["source_sha", "remit_claim_id", "identity"],
}


def traces(tables: Tables) -> dict[str, list[str]]:
    """For each load what its payments and transactions are known by: only where these meet are contents compared."""
    keys = [
        tables["remit_payment"].select("source_sha", _PAYMENT),
        tables["claim_line"].select("source_sha", _SUBMISSION),
    ]
    grouped = pl.concat(keys).unique(maintain_order=True).group_by("source_sha", maintain_order=True).agg("key")
    return dict(grouped.iter_rows())


def mark(tables: Tables, suspects: dict[str, Any]) -> tuple[Tables, Warnings]:
    """The tables with `duplicate_of` filled, and what to say of it; suspects name the loads to compare with."""
    known = _known(tables, suspects)
    lines = _mark_submissions(tables["claim_line"], known["claim_line"])
    claims = _mark_answers(tables, known)
    marked = {**tables, "claim_line": lines, "remit_claim": claims}
    warnings: Warnings = {}
    changed = _changed(tables["remit_payment"], claims, known["remit_payment"])
    for sha, warning in [*_already(lines, claims), *changed, *_elsewhere(claims, suspects.get("answered", []))]:
        warnings.setdefault(sha, []).append(warning)
    return marked, warnings


def month(tables: Tables, table: str) -> str:
    """The latest month named by the documents of a part: it only prunes scans."""
    days = {
        "claim_line": tables["claim_line"].get_column("submitted_date"),
        "quarantine": pl.Series([None], dtype=pl.Date),
    }
    paid = tables["remit_payment"].select(pl.coalesce("production_date", "payment_date")).to_series()
    last = days.get(table, paid).max()
    return f"{last:%Y-%m}" if isinstance(last, date) else "undated"


def _known(tables: Tables, suspects: dict[str, Any]) -> Tables:
    """The same tables of the loads to compare with, in the order they were loaded."""
    order = pl.DataFrame({"source_sha": suspects["loads"]}, schema={"source_sha": pl.String})
    known = {}
    for name, columns in _COMPARED.items():
        paths = suspects["parts"].get(name)
        frame = pl.read_parquet(paths, columns=columns) if paths else tables[name].clear().select(columns)
        known[name] = order.join(frame, on="source_sha", how="inner", maintain_order="left_right").select(columns)
    return known


def _mark_submissions(lines: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    claim = ["source_sha", "source_position"]
    claims = lines.select(*claim, "claim_key").unique(claim, maintain_order=True)
    if known.is_empty() and claims["claim_key"].n_unique() == claims.height:
        return lines
    every = pl.concat([known.select(claims.columns).unique(claim, maintain_order=True), claims])
    first = every.group_by("claim_key", maintain_order=True).agg(
        pl.col("source_sha").first().alias("holder"), pl.col("source_position").first().alias("at")
    )
    is_first = (pl.col("holder") == pl.col("source_sha")) & (pl.col("at") == pl.col("source_position"))
    joined = lines.join(first, on="claim_key", how="left", validate="m:1", maintain_order="left")
    marked = joined.with_columns(duplicate_of=pl.when(~is_first).then("holder"))
    return marked.select(lines.columns)


def _mark_answers(tables: Tables, known: Tables) -> pl.DataFrame:
    """A claim payment is a duplicate when each of its events was there before, in a load or earlier in this batch."""
    claims, payments = tables["remit_claim"], tables["remit_payment"].select("payment_id", _PAYMENT)
    old_keys = known["remit_payment"].select(_PAYMENT).to_series()
    met = payments.filter(pl.col("key").is_in(old_keys.implode()) | pl.col("key").is_duplicated())
    if met.is_empty():
        return claims
    events = _events(claims.join(met, on="payment_id", how="semi", maintain_order="left"), tables["remit_line"])
    before = _events(known["remit_claim"], known["remit_line"])
    ordered = pl.concat([before, events]).with_row_index("order")
    first = ordered.group_by("identity").agg(
        pl.col("remit_claim_id").sort_by("order").first().alias("first"),
        pl.col("source_sha").sort_by("order").first().alias("holder"),
    )
    seen = events.join(first, on="identity", how="left", validate="m:1", maintain_order="left")
    repeated = (
        seen.group_by("remit_claim_id")
        .agg((pl.col("first") != pl.col("remit_claim_id")).all().alias("all"), pl.col("holder").first())
        .filter("all")
    )
    joined = claims.join(repeated, on="remit_claim_id", how="left", validate="1:1", maintain_order="left")
    return joined.with_columns(duplicate_of="holder").select(claims.columns)


def _events(claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One row per event: a service payment, or a claim payment that has none."""
    order = claims.select("remit_claim_id", "source_sha", "identity").with_row_index("claim_order")
    own = lines.select("remit_claim_id", pl.col("identity").alias("line_identity"))
    joined = order.join(own, on="remit_claim_id", how="left", maintain_order="left_right")
    return joined.select("remit_claim_id", "source_sha", pl.coalesce("line_identity", "identity").alias("identity"))


def _already(lines: pl.DataFrame, claims: pl.DataFrame) -> list[tuple[str, dict[str, Any]]]:
    """One warning per load and earlier load that share claims."""
    submitted = lines.filter(pl.col("duplicate_of").is_not_null()).unique(["source_sha", "source_position"])
    answered = claims.filter(pl.col("duplicate_of").is_not_null())
    columns = ["source_sha", "duplicate_of", "source_position"]
    both = pl.concat([submitted.select(columns), answered.select(columns)])
    counts = both.group_by("source_sha", "duplicate_of").agg(pl.len(), pl.col("source_position").min()).sort(columns)
    return [(sha, _seen_before(sha, holder, number, at)) for sha, holder, number, at in counts.iter_rows()]


def _seen_before(sha: str, holder: str, number: int, position: int) -> dict[str, Any]:
    where = "earlier in this file" if sha == holder else f"with the file of sha256 {holder[:12]}"
    claims = "claim was" if number == 1 else "claims were"
    return {
        "position": position,
        "code": "already_seen",
        "reason": f"{number} {claims} already loaded {where}; kept and marked, not counted again.",
        "next_step": "Nothing to do.",
    }


def _changed(payments: pl.DataFrame, claims: pl.DataFrame, known: pl.DataFrame) -> list[tuple[str, dict[str, Any]]]:
    """A payment that was there before, now with other content."""
    new = claims.filter(pl.col("duplicate_of").is_null()).select("payment_id").unique()
    mine = payments.select("payment_id", "source_sha", "source_position", _PAYMENT, _PAYER)
    old = known.select(_PAYMENT, _PAYER).unique()
    again = mine.join(old, on=["key", "payer"], how="semi", maintain_order="left")
    repeated = mine.filter(~pl.struct("key", "payer").is_first_distinct())
    both = pl.concat([again, repeated]).unique("payment_id", maintain_order=True)
    found = both.join(new, on="payment_id", how="semi", maintain_order="left")
    empty = payments.filter(pl.col("claim_count") == 0)
    bare = both.join(empty, on="payment_id", how="semi", maintain_order="left")
    return [
        *((row["source_sha"], _other_content(row["source_position"])) for row in found.iter_rows(named=True)),
        *((row["source_sha"], _without_claims(row["source_position"])) for row in bare.iter_rows(named=True)),
    ]


def _without_claims(position: int) -> dict[str, Any]:
    return {
        "position": position,
        "code": "payment_repeated",
        "reason": "A payment without claims of the same payer, number and date was loaded before; both are kept.",
        "next_step": "No line is touched. Take one of the two back with `reimburse void`.",
    }


def _other_content(position: int) -> dict[str, Any]:
    return {
        "position": position,
        "code": "payment_changed",
        "reason": "A payment of the same payer, number and date was loaded before with other content.",
        "next_step": "Ask the payer which one stands; take the wrong one back with `reimburse void`.",
    }


_CONTENT = ("claim_id", "payer_claim_id", "status", "charge", "paid")
"""What makes two claim payments of different payments look like one, sent twice."""


def _elsewhere(claims: pl.DataFrame, parts: list[str]) -> list[tuple[str, dict[str, Any]]]:
    """Claim payments with the very content of one in another payment: new events all the same (meanings 12)."""
    fresh = claims.filter(pl.col("duplicate_of").is_null() & pl.col("payer_claim_id").is_not_null())
    fresh = fresh.filter((pl.col("status") != "22") & (pl.col("charge") > 0))
    if fresh.is_empty():
        return []
    mine = fresh.filter(pl.col("payment_id").n_unique().over(_CONTENT) > 1).filter(~_first_of_its_content())
    asked = fresh.lazy().select(_CONTENT).unique()
    old = pl.scan_parquet(parts).select(_CONTENT).join(asked, on=_CONTENT, how="semi").collect() if parts else None
    again = fresh.join(old, on=_CONTENT, how="semi") if old is not None else fresh.clear()
    both = pl.concat([again, mine]).unique("remit_claim_id", maintain_order=True)
    counts = both.group_by("source_sha").agg(pl.len(), pl.col("source_position").min()).sort("source_sha")
    return [(sha, _paid_elsewhere(number, at)) for sha, number, at in counts.iter_rows()]


def _first_of_its_content() -> pl.Expr:
    return pl.struct(_CONTENT).is_first_distinct()


def _paid_elsewhere(number: int, position: int) -> dict[str, Any]:
    claims = "1 claim has" if number == 1 else f"{number} claims have"
    return {
        "position": position,
        "code": "same_content_elsewhere",
        "reason": f"{claims} the same payer control number, charge and payment in another payment; each is counted.",
        "next_step": "Look whether the payer paid twice; take a wrong file back with `reimburse void`.",
    }
