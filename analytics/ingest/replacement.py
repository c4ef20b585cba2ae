"""A corrected table sent again: which claims of earlier tables leave because this one says them anew.

A claim is said anew when a later table has one of the same number, practice, payer and sending, of overlapping dates
and with a line in common, or of the same submission id; a claim payment, when it stands in the payment of the same
payer, number and date. Where two could be meant nothing is replaced: a wrong replacement loses a claim. What X12 files
said is never replaced by a table.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from analytics.store.measures import measure, nothing

Tables = dict[str, pl.DataFrame]
CLAIM = ["source_sha", "source_position"]
_GONE = {
    "claim_line": pl.Schema({"source_sha": pl.String(), "source_position": pl.Int64()}),
    "remit_claim": pl.Schema({"source_sha": pl.String(), "remit_claim_id": pl.String()}),
    "remit_payment": pl.Schema({"source_sha": pl.String(), "payment_id": pl.String()}),
}
_SENT = (
    "claim_id", "billing_npi", "transaction_id", "submitted_date", "frequency_code", "original_reference",
    "payer_sequence",
)  # fmt: skip
_OUTSIDE = (*CLAIM, "claim_key", "patient_key", "patient_key_basis", "line_number", "duplicate_of")
"""Where a row lies and who it is of: no part of what it says of the service."""
_PAYER = pl.coalesce("payer_source_id", "payer_source_name", pl.lit("")).alias("payer")


def _key(*columns: str | pl.Expr) -> pl.Expr:
    parts = [pl.col(one) if isinstance(one, str) else one for one in columns]
    return pl.concat_str([part.cast(pl.String).fill_null("") for part in parts], separator="\x1d").alias("key")


@dataclass
class Replaced:
    """What leaves earlier table loads, summed over the portions of the new one."""

    gone: dict[str, list[pl.DataFrame]] = field(default_factory=lambda: {name: [] for name in _GONE})
    sums: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    """Earlier load: {"loaded", "duplicate", and of loaded "claims", "remittances"}: six measures each."""

    def write(self, folder: Path) -> dict[str, str]:
        """One parquet file per kind of key that leaves."""
        files = {}
        for name, frames in self.gone.items():
            if frames:
                files[name] = str(folder / f"gone-{name}.parquet")
                pl.concat(frames).unique().write_parquet(files[name])
        return files


class Earlier:
    """Rows of the earlier loads that share a payment or a day of sending with a new table."""

    def __init__(self, suspects: dict[str, Any]) -> None:
        self._tables = set(suspects.get("tables", []))
        self._parts: dict[str, list[str]] = suspects["parts"] if self._tables else {}
        self.found = Replaced()

    def leaving(self, tables: Tables) -> Tables:
        """Of a portion: the keys of the earlier claims, claim payments and payments that it says anew."""
        gone = {name: pl.DataFrame(schema=schema) for name, schema in _GONE.items()}
        if tables["claim_line"].height and "claim_line" in self._parts:
            gone["claim_line"] = self._claims(tables["claim_line"])
        if tables["remit_claim"].height and "remit_claim" in self._parts:
            gone["remit_claim"], gone["remit_payment"] = self._answers(tables)
        for name, frame in gone.items():
            if frame.height:
                self.found.gone[name].append(frame)
        return gone

    def _rows(self, table: str, keys: pl.DataFrame, *, of_tables: bool = True) -> pl.DataFrame:
        """Rows of the loads that share one of the keys."""
        is_table = pl.col("source_sha").is_in(list(self._tables))
        scan = pl.scan_parquet(self._parts[table]).filter(is_table if of_tables else ~is_table)
        return scan.join(keys.lazy(), on=keys.columns, how="semi", nulls_equal=True).collect()

    def _claims(self, lines: pl.DataFrame) -> pl.DataFrame:
        numbers = lines.select("claim_id").unique()
        old = self._rows("claim_line", numbers)
        if old.is_empty():
            return pl.DataFrame(schema=_GONE["claim_line"])
        pairs = pl.concat([_by_key(lines, old), _by_submission(lines, old)]).unique()
        pairs = _certain(pairs, "position", "old_position").filter("changed")
        elsewhere = self._rows("claim_line", numbers, of_tables=False).select("claim_key").unique()
        gone = pairs.join(elsewhere, left_on="old_key", right_on="claim_key", how="anti")
        gone = gone.select("source_sha", pl.col("old_position").alias("source_position")).unique()
        self._count("claims", {"claim_line": old.join(gone, on=CLAIM, how="semi").lazy()})
        return gone

    def _answers(self, tables: Tables) -> tuple[pl.DataFrame, pl.DataFrame]:
        nothing = pl.DataFrame(schema=_GONE["remit_claim"]), pl.DataFrame(schema=_GONE["remit_payment"])
        paid = self._rows("remit_payment", tables["remit_payment"].select("payment_date").unique())
        old = self._rows("remit_claim", paid.select("payment_id").unique())
        if old.is_empty():
            return nothing
        of_lines = old.select("remit_claim_id")
        served = self._rows("remit_line", of_lines) if "remit_line" in self._parts else tables["remit_line"].clear()
        mine = _answered(tables["remit_payment"], tables["remit_claim"], tables["remit_line"])
        pairs = _certain(_answer_pairs(mine, _answered(paid, old, served)), "remit_claim_id", "old_id")
        copies = self._rows("remit_claim", old.select("identity").unique(), of_tables=False)
        pairs = pairs.filter(~pl.col("old_identity").is_in(copies["identity"].unique().implode()))
        # A payment is said anew as a whole, so that its bank amount never stands twice.
        pairs = pairs.filter(pl.col("changed").any().over("old_payment"))
        gone = pairs.select("source_sha", pl.col("old_id").alias("remit_claim_id")).unique()
        rest = old.join(gone, on="remit_claim_id", how="anti")
        bare = pairs.select("source_sha", pl.col("old_payment").alias("payment_id")).unique()
        bare = bare.join(rest, on="payment_id", how="anti")
        leaves = {"remit_claim": old.join(gone, on="remit_claim_id", how="semi").lazy()}
        self._count("remittances", {**leaves, "remit_line": served.join(gone, on="remit_claim_id", how="semi").lazy()})
        return gone, bare

    def _count(self, side: str, leaves: dict[str, pl.LazyFrame]) -> None:
        other = {"claims": "remittances", "remittances": "claims"}[side]
        for sha, kinds in measure(leaves).items():
            every = {**kinds, side: kinds["loaded"], other: nothing()}
            total = self.found.sums.setdefault(sha, {kind: nothing() for kind in every})
            for kind, sums in every.items():
                total[kind] = {name: total[kind][name] + value for name, value in sums.items()}


def _by_key(lines: pl.DataFrame, old: pl.DataFrame) -> pl.DataFrame:
    """Pairs of claims with the same number, practice, payer and sending, dates that overlap and a line in common."""
    new, before = _submitted(lines), _submitted(old)
    pairs = new.join(before.rename({"source_position": "old_position"}), on="key", suffix="_old")
    pairs = pairs.filter((pl.col("first") <= pl.col("last_old")) & (pl.col("first_old") <= pl.col("last")))
    common = pl.col("lines").list.set_intersection("lines_old").list.len() > 0
    return _pairs(pairs.filter(common))


def _by_submission(lines: pl.DataFrame, old: pl.DataFrame) -> pl.DataFrame:
    """Pairs with the same submission id that say other things: the id is the file's own, not made of its content."""
    new, before = _submitted(lines).drop("key"), _submitted(old).drop("key")
    pairs = new.join(before.rename({"source_position": "old_position"}), on="claim_key", suffix="_old", coalesce=False)
    return _pairs(pairs)


def _pairs(pairs: pl.DataFrame) -> pl.DataFrame:
    changed = (pl.col("claim_key") != pl.col("claim_key_old")) | (pl.col("said") != pl.col("said_old"))
    return pairs.select(
        pl.col("source_position").alias("position"), pl.col("source_sha_old").alias("source_sha"), "old_position",
        pl.col("claim_key_old").alias("old_key"), changed.alias("changed"),
    )  # fmt: skip


def _submitted(lines: pl.DataFrame) -> pl.DataFrame:
    """One row per claim: by what it is known, its dates, its lines, and a sum of all that its lines say."""
    told = [name for name in lines.columns if name not in _OUTSIDE]
    said = [
        (pl.col(name).list.join("|") if isinstance(lines.schema[name], pl.List) else pl.col(name).cast(pl.String))
        .fill_null("").hash(number) for number, name in enumerate(told)
    ]  # fmt: skip
    line = pl.concat_str(pl.col("code").fill_null(""), pl.col("service_date").cast(pl.String).fill_null(""))
    row = pl.concat_str(*(part.cast(pl.String) for part in said), separator="|").hash(1)
    return lines.group_by(CLAIM).agg(
        _key(*_SENT, _PAYER).first(), pl.col("claim_key").first(), row.sum().alias("said"),
        pl.col("service_date").min().alias("first"),
        pl.coalesce(pl.col("service_date_to"), pl.col("service_date")).max().alias("last"),
        line.unique().alias("lines"),
    )  # fmt: skip


def _answered(payments: pl.DataFrame, claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One row per claim payment of a payment that has a number or a date: key, day of making, its lines."""
    paid = payments.filter(pl.col("trace").is_not_null() | pl.col("payment_date").is_not_null()).select(
        "payment_id", "production_date", _PAYER, "trace", "payment_date"
    )
    line = pl.concat_str(
        pl.coalesce("billed_code", "code", pl.lit("")), pl.col("service_date").cast(pl.String).fill_null("")
    )
    of_lines = lines.group_by("remit_claim_id").agg(line.unique().alias("lines"))
    own = claims.select(
        "remit_claim_id", "payment_id", "source_sha", "identity", "claim_id", "payer_claim_id", "billing_npi",
        back=(pl.col("status") == "22").fill_null(False) | (pl.col("charge") < 0).fill_null(False),
    )  # fmt: skip
    joined = own.join(paid, on="payment_id").join(of_lines, on="remit_claim_id", how="left")
    key = _key("payer", "trace", "payment_date", "claim_id", "payer_claim_id", "billing_npi", "back")
    return joined.select("remit_claim_id", "payment_id", "source_sha", "identity", "production_date", "lines", key)


def _answer_pairs(mine: pl.DataFrame, old: pl.DataFrame) -> pl.DataFrame:
    """Pairs of one key with a line in common, where the earlier one was not made later."""
    pairs = mine.join(old, on="key", suffix="_old")
    common = (pl.col("lines").list.set_intersection("lines_old").list.len() > 0).fill_null(True)
    is_newer = (pl.col("production_date") >= pl.col("production_date_old")).fill_null(True)
    return pairs.filter(common & is_newer).select(
        "remit_claim_id", pl.col("source_sha_old").alias("source_sha"), pl.col("remit_claim_id_old").alias("old_id"),
        pl.col("payment_id_old").alias("old_payment"), pl.col("identity_old").alias("old_identity"),
        changed=pl.col("identity") != pl.col("identity_old"),
    )  # fmt: skip


def _certain(pairs: pl.DataFrame, new: str, old: str) -> pl.DataFrame:
    """Those where each of the two could mean no other one of the same file."""
    alone = (pl.col(old).n_unique().over(new, "source_sha") == 1) & (
        pl.col(new).n_unique().over("source_sha", old) == 1
    )
    return pairs.filter(alone)
