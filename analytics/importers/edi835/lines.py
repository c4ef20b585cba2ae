"""One row per SVC with its dates, references, allowed amount and remarks."""

import polars as pl

from analytics.importers.batch import Batch, attach, first_of
from analytics.x12.elements import cents, component, components, day, element, quantity

AT_LINE = pl.col("line") > 0


def lines(batch: Batch) -> pl.DataFrame:
    """One row per SVC; `line` is its row number, `claim` that of its CLP (0 or null when it stands in none)."""
    svc = batch.of("SVC").with_columns(components(1).alias("paid_as"), components(6).alias("billed_as"))
    paid_as, billed_as = pl.col("paid_as"), pl.col("billed_as")
    base = svc.select(
        "tx", "row", "claim", "line",
        code_qualifier=component(paid_as, 0), code=component(paid_as, 1),
        modifiers=_modifiers(paid_as), billed_modifiers=_modifiers(billed_as), sent_code=component(billed_as, 1),
        fifth_modifier=_fifth(paid_as) | _fifth(billed_as),
        charge_text=element(2), paid_text=element(3), revenue_code=element(4),
        units_text=element(5), billed_units_text=element(7), composite=element(1), billed_composite=element(6),
    ).with_columns(
        charge_cents=cents(pl.col("charge_text")), paid_cents=cents(pl.col("paid_text")),
        units_sent=quantity(pl.col("units_text")), billed_units_sent=quantity(pl.col("billed_units_text")),
        billed_code=pl.when(pl.col("sent_code") != pl.col("code").fill_null("")).then("sent_code"),
    )  # fmt: skip
    return attach(base, *_references(batch), *_dates(batch), _allowed(batch), _remarks(batch), on="line")


def _modifiers(composite: pl.Expr) -> pl.Expr:
    """Components 3 to 6, empty ones left out."""
    return composite.list.slice(2, 4).list.eval(pl.element().filter(pl.element() != "")).fill_null([])


def _fifth(composite: pl.Expr) -> pl.Expr:
    """A modifier where the description belongs (component 7): which four count can no longer be told."""
    return composite.list.get(6, null_on_oob=True).str.contains("^[A-Z0-9]{2}$").fill_null(False)


def _references(batch: Batch) -> list[pl.DataFrame]:
    ref = batch.of("REF").filter(AT_LINE).with_columns(element(1).alias("kind"))
    kind = pl.col("kind")
    return [
        first_of(ref, "line", kind == "6R", line_control=element(2)),
        first_of(ref, "line", kind == "HPI", rendering_npi=element(2)),
    ]


def _dates(batch: Batch) -> list[pl.DataFrame]:
    dtm = batch.of("DTM").filter(AT_LINE).with_columns(element(1).alias("kind"), element(2).alias("when"))
    kind, when = pl.col("kind"), pl.col("when")
    return [
        first_of(dtm, "line", kind == code, **{f"text_{code}": when, f"day_{code}": day(when)})
        for code in ("472", "150", "151")
    ]


def _allowed(batch: Batch) -> pl.DataFrame:
    amt = batch.of("AMT").filter(AT_LINE)
    found = first_of(amt, "line", element(1) == "B6", allowed_text=element(2))
    return found.with_columns(cents(pl.col("allowed_text")).alias("sent_allowed_cents"))


def _remarks(batch: Batch) -> pl.DataFrame:
    lq = batch.of("LQ").filter(AT_LINE, element(1).is_in(["HE", "RX"]), element(2).is_not_null())
    return lq.group_by("line", maintain_order=True).agg(element(2).alias("remarks"))
