"""Whether something was loaded before: compares what was read with the loads that share a payment or a transaction."""

from datetime import date
from typing import Any

import polars as pl

from analytics.ingest.receipt import notice

Told = list[tuple[str, dict[str, Any]]]
"""Load and warning."""

_NUMBERS = ("claim_id", "payer_claim_id")
_COLUMNS = (*_NUMBERS, "status", "charge", "paid")
_SAME = (*_NUMBERS, "charge", "paid")
"""What makes two reversals take back the same payment."""
_REVERSAL = (pl.col("status") == "22").fill_null(False)


def reversals(claims: pl.DataFrame, parts: list[str]) -> Told:
    """Warnings for new claims, already marked; `parts` hold the claims of earlier loads. One per load and kind."""
    live = claims.filter(pl.col("duplicate_of").is_null())
    asked = live.filter(_REVERSAL)
    if asked.is_empty():
        return []
    # Earlier loads first: what comes second is what is told.
    every = pl.concat([_earlier(asked, parts), live.select(*_COLUMNS, "source_sha", "source_position")], how="diagonal")
    return [*_told(_alone(asked, every), _without), *_told(_twice(every), _again)]


def _earlier(asked: pl.DataFrame, parts: list[str]) -> pl.DataFrame:
    """Claims of earlier loads that share a number with one of these."""
    if not parts:
        return asked.select(_COLUMNS).clear()
    numbers = _numbers(asked)["number"].unique().implode()
    shares = pl.any_horizontal(pl.col(name).is_in(numbers) for name in _NUMBERS)
    kept = pl.scan_parquet(parts).filter(pl.col("duplicate_of").is_null(), shares)
    return kept.select(_COLUMNS).collect()


def _numbers(claims: pl.DataFrame, *further: str) -> pl.DataFrame:
    """One row per number that a claim bears: number, and what else is asked for."""
    names = [name for name in (*_NUMBERS, "original_reference") if name in claims.columns]
    return claims.unpivot(names, index=further, value_name="number").drop_nulls("number")


def _alone(asked: pl.DataFrame, every: pl.DataFrame) -> pl.DataFrame:
    """Reversals that share no number and opposite charge with anything that is none."""
    originals = _numbers(every.filter(~_REVERSAL).select(*_NUMBERS, -pl.col("charge")), "charge")
    mine = _numbers(asked, "remit_claim_id", "charge")
    matched = mine.join(originals, on=["number", "charge"], how="semi")
    return asked.join(matched, on="remit_claim_id", how="anti", maintain_order="left")


def _twice(every: pl.DataFrame) -> pl.DataFrame:
    """Reversals of which there are more than payments of that claim to take back."""
    opposite = every.filter(~_REVERSAL).select("claim_id", -pl.col("charge", "paid")).group_by(pl.all()).len("payments")
    numbered = every.filter(_REVERSAL).with_columns(nth=pl.int_range(1, pl.len() + 1).over(_SAME))
    counted = numbered.join(opposite, on=["claim_id", "charge", "paid"], how="left", maintain_order="left")
    most = pl.max_horizontal(pl.col("payments").fill_null(0), 1)
    return counted.filter(pl.col("source_sha").is_not_null() & (pl.col("nth") > most))


def _told(found: pl.DataFrame, words: Any) -> Told:
    counts = found.group_by("source_sha").agg(pl.len(), pl.col("source_position").min()).sort("source_sha")
    return [(sha, {"position": at, **words(number)}) for sha, number, at in counts.iter_rows()]


def _without(number: int) -> dict[str, str]:
    has = "1 reversal (CLP02 22) has" if number == 1 else f"{number:,} reversals (CLP02 22) have"
    return {
        "code": "reversal_without_original",
        "reason": f"{has} no original in this file or any load so far; until it comes, this is unmatched cash.",
        "next_step": "Load the remittance of the original, if you have it.",
    }


def _again(number: int) -> dict[str, str]:
    takes = "1 reversal takes" if number == 1 else f"{number:,} reversals take"
    return {
        "code": "reversal_twice",
        "reason": f"{takes} back a payment that was taken back before, in this file or an earlier load.",
        "next_step": "Ask the payer which one stands; take a wrong file back with `reimburse void`.",
    }


Warnings = dict[str, list[dict[str, Any]]]


def key(kind: str, *columns: str | pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(kind), *columns, separator="|", ignore_nulls=True).alias("key")


PAYMENT = key("835", pl.coalesce("trace", pl.col("amount").cast(pl.String)), "payment_date")
PAYER = pl.coalesce("payer_source_id", "payer_source_name", pl.lit("")).alias("payer")
SUMS = ("amount", "claim_count", "provider_adjusted")
"""What two payments of one number must share to be the same payment, beside their claims."""


def warnings(
    lines: pl.DataFrame, claims: pl.DataFrame, payments: pl.DataFrame, known: pl.DataFrame, answered: list[str]
) -> Warnings:
    """For each new load its warnings; lines and claims are marked, known are the payments of earlier loads."""
    found: Warnings = {}
    for sha, one in [*_already(lines, claims), *_changed(payments, claims, known), *_elsewhere(claims, answered)]:
        found.setdefault(sha, []).append(one)
    return found


def _already(lines: pl.DataFrame, claims: pl.DataFrame) -> Told:
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


def _changed(payments: pl.DataFrame, claims: pl.DataFrame, known: pl.DataFrame) -> Told:
    """Payments of a payer, number and date that were there before: with other content, or the same without claims."""
    new = claims.filter(pl.col("duplicate_of").is_null()).get_column("payment_id").unique()
    mine = payments.select("payment_id", "source_sha", "source_position", PAYMENT, PAYER, *SUMS)
    every = pl.concat([known.select("source_sha", PAYMENT, PAYER, *SUMS), mine], how="diagonal")
    same = ["key", "payer"]
    seen = every.with_columns(
        again=~pl.struct(same).is_first_distinct(),
        holder=pl.when(~pl.struct(*same, *SUMS).is_first_distinct()).then(
            pl.col("source_sha").first().over(*same, *SUMS)
        ),
    ).filter(pl.col("payment_id").is_not_null() & pl.col("again"))
    other = seen.filter(pl.col("holder").is_null() | pl.col("payment_id").is_in(new.implode()))
    bare = seen.filter(pl.col("holder").is_not_null() & (pl.col("claim_count") == 0))
    return [
        *((row["source_sha"], _other_content(row["source_position"])) for row in other.iter_rows(named=True)),
        *((row["source_sha"], _without_claims(row)) for row in bare.iter_rows(named=True)),
    ]


def _without_claims(row: dict[str, Any]) -> dict[str, Any]:
    where = "earlier in this file" if row["holder"] == row["source_sha"] else f"with the file {row['holder'][:12]}"
    return {
        "position": row["source_position"],
        "code": "already_seen",
        "reason": f"A payment without claims was already loaded {where}; kept and marked, not counted again.",
        "next_step": "Nothing to do.",
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


def _elsewhere(claims: pl.DataFrame, parts: list[str]) -> Told:
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


Tables = dict[str, pl.DataFrame]


_SUBMISSION = key("837", "transaction_id", "submitted_date")
_COMPARED = {
    "claim_line": ["source_sha", "source_position", "claim_key"],
    "remit_payment": [
        "source_sha",
        "payment_id",
        "trace",
        "amount",
        "payment_date",
        "payer_source_id",
        "payer_source_name",
        "claim_count",
        "provider_adjusted",
    ],
    "remit_claim": ["source_sha", "remit_claim_id", "identity"],
    "remit_line": ["source_sha", "remit_claim_id", "identity"],
}


def traces(tables: Tables) -> dict[str, list[str]]:
    """For each load what its payments and transactions are known by: only where these meet are contents compared."""
    keys = [
        tables["remit_payment"].select("source_sha", PAYMENT),
        tables["claim_line"].select("source_sha", _SUBMISSION),
    ]
    grouped = pl.concat(keys).unique(maintain_order=True).group_by("source_sha", maintain_order=True).agg("key")
    return dict(grouped.iter_rows())


def mark(tables: Tables, suspects: dict[str, Any], gone: Tables | None = None) -> tuple[Tables, Warnings]:
    """The tables with `duplicate_of` filled, and what to say of it; suspects name the loads to compare with.

    `gone` are the keys of what leaves these loads with the same commit: nothing is a duplicate of it.
    """
    known = _less(_known(tables, suspects), gone or {})
    lines = _mark_submissions(tables["claim_line"], known["claim_line"])
    claims = _mark_answers(tables, known)
    marked = {**tables, "claim_line": lines, "remit_claim": claims}
    answered = suspects.get("answered", [])
    told = warnings(lines, claims, tables["remit_payment"], known["remit_payment"].drop("payment_id"), answered)
    for sha, one in reversals(claims, answered):
        told.setdefault(sha, []).append(one)
    return marked, told


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


def _less(known: Tables, gone: Tables) -> Tables:
    claims = {"remit_line": gone["remit_claim"]} if "remit_claim" in gone else {}
    leaves = {**gone, **claims}
    return {
        name: frame.join(leaves[name], on=leaves[name].columns, how="anti", maintain_order="left")
        if name in leaves and leaves[name].height else frame
        for name, frame in known.items()
    }  # fmt: skip


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
    claims, payments = tables["remit_claim"], tables["remit_payment"].select("payment_id", PAYMENT)
    old_keys = known["remit_payment"].select(PAYMENT).to_series()
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


_NUMBER = pl.col("claim_id").str.to_uppercase().str.replace_all("[^A-Z0-9]", "").alias("number")
_SENT = ["number", "service_date", "code", "charge"]
_PAID = [*_SENT, "paid"]
_WORDS = {
    ("claims_alike", True): (
        "{said} the same as claims from 837P files (number, date, code and charge); "
        "each is one claim only where practice and patient agree, too.",
        "Compare the count of injections before and after; take one of the two loads back if it has doubled.",
    ),
    ("claims_alike", False): (
        "{said} the same as claims from a table (number, date, code and charge); "
        "each is one claim only where practice and patient agree, too.",
        "Compare the count of injections before and after; if it has doubled take the table back on the Data page or "
        "with `reimburse void {load}`.",
    ),
    ("payments_alike", True): (
        "{said} the same as payments from 835 files (number, date, code, charge and payment); "
        "they are counted twice unless every detail agrees.",
        "Keep the 835, which says more: take this load back on the Data page or with `reimburse void`.",
    ),
    ("payments_alike", False): (
        "{said} the same as payments from a table (number, date, code, charge and payment); "
        "they are counted twice unless every detail agrees.",
        "Keep the 835, which says more: take the table back on the Data page or with `reimburse void {load}`.",
    ),
}
"""By what looks alike, and whether a table is told of X12 files or an X12 file of tables."""


class LookAlikes:
    """Counts, portion by portion, what files of the other kind in earlier loads say as well."""

    def __init__(self, suspects: dict[str, Any], *, is_table: bool = True) -> None:
        self._others: dict[str, list[str]] = suspects.get("x12" if is_table else "of_tables", {})
        self._tables = suspects.get("every_table", [])
        self._is_table = is_table
        self._seen: dict[tuple[str, str], int] = {}
        self._first: dict[tuple[str, str], tuple[int, str]] = {}

    def look(self, tables: Tables) -> None:
        """Counts the new claims and claim payments of a portion that are no marked copies."""
        lines = tables["claim_line"].filter(pl.col("duplicate_of").is_null())
        if lines.height and "claim_line" in self._others:
            self._note("claims_alike", lines.with_columns(_NUMBER), self._scan("claim_line"), _SENT)
        answers = tables["remit_claim"].filter(pl.col("duplicate_of").is_null())
        if answers.height and "remit_line" in self._others and "remit_claim" in self._others:
            names = ["remit_claim_id", "claim_id", "source_position"]
            mine = tables["remit_line"].drop("source_position").join(answers.select(names), on="remit_claim_id")
            known = self._scan("remit_line").join(
                self._scan("remit_claim").select("remit_claim_id", "number"), on="remit_claim_id"
            )
            self._note("payments_alike", mine.with_columns(_NUMBER), known, _PAID)

    def warnings(self, sha: str) -> list[dict[str, Any]]:
        """One notice per kind that occurred in a load."""
        found = []
        for code in ("claims_alike", "payments_alike"):
            count = self._seen.get((sha, code), 0)
            said = "1 claim looks" if count == 1 else f"{count:,} claims look"
            reason, step = _WORDS[code, self._is_table]
            place, load = self._first.get((sha, code), (0, ""))
            found += [notice(code, reason.format(said=said), step.format(load=load[:12]), place)] if count else []
        return found

    def _scan(self, table: str) -> pl.LazyFrame:
        is_table = pl.col("source_sha").is_in(self._tables)
        scan = pl.scan_parquet(self._others[table]).filter(~is_table if self._is_table else is_table)
        return scan.with_columns(_NUMBER) if table != "remit_line" else scan

    def _note(self, code: str, mine: pl.DataFrame, known: pl.LazyFrame, same: list[str]) -> None:
        """Claims with a line that is the same."""
        theirs = known.select(*same, pl.col("source_sha").alias("load")).unique(same, keep="any")
        met = mine.lazy().join(theirs, on=same, how="inner").select("source_sha", "source_position", "load").collect()
        for sha, count, first, load in met.group_by("source_sha").agg(
            pl.col("source_position").n_unique(), pl.col("source_position").min().alias("first"), pl.col("load").min()
        ).iter_rows():  # fmt: skip
            self._seen[sha, code] = self._seen.get((sha, code), 0) + count
            self._first[sha, code] = min((first, load), self._first.get((sha, code), (first, load)))


def x12_warnings(tables: Tables, suspects: dict[str, Any]) -> Warnings:
    """Of each load of a batch of X12 files what tables of earlier loads say as well."""
    alike = LookAlikes(suspects, is_table=False)
    alike.look(tables)
    shas = {*tables["claim_line"]["source_sha"].unique(), *tables["remit_claim"]["source_sha"].unique()}
    return {sha: found for sha in sorted(shas) if (found := alike.warnings(sha))}
