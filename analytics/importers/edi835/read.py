"""An 835 from segments to stored rows, step by step."""

import numpy as np
import polars as pl

from analytics.importers.batch import (
    AT_CLAIM,
    AT_LINE,
    CENTS,
    HEADER,
    ROW,
    WITNESS,
    Batch,
    Reading,
    attach,
    fates,
    first_of,
    joined,
)
from analytics.importers.details import days, valued, values
from analytics.importers.edi835.adjustments import adjustments
from analytics.importers.edi835.balance import balanced_claims, balanced_lines, balanced_payments
from analytics.importers.edi835.identity import identified
from analytics.importers.edi835.refusals import bad_amount, refusals
from analytics.importers.edi835.rows import stored
from analytics.importers.edi835.warnings import warnings
from analytics.importers.procedures import procedures
from analytics.importers.rules import beneath
from analytics.x12.elements import (
    component,
    day,
    dollars,
    element,
    groups,
    in_cents,
    money,
    name,
    plain,
    quantity,
    sent_cents,
)
from analytics.x12.separators import COMPONENT

VALUE = pl.col("value")


def lines(batch: Batch, claims: pl.DataFrame) -> pl.DataFrame:
    """One row per SVC; `line` is its row number, `claim` that of its CLP (0 when it stands in none)."""
    svc = batch.placed(batch.amounts("SVC", 1, 4, 5, 6, 7)).select(
        "tx", "row", "claim", "line", "charge", "paid", "charge_cents", "paid_cents", "charge_text", "paid_text",
        composite="e1", revenue_code="e4", units_text="e5", billed_composite="e6", billed_units_text="e7",
        units_sent=quantity(pl.col("e5")), billed_units_sent=quantity(pl.col("e7")),
    )  # fmt: skip
    svc = _coded(svc if batch.is_pure else _strays_apart(svc, claims))
    svc = attach(
        svc, claims.select("claim", "status", day_232="service_date_from", day_233="service_date_to"), on="claim"
    )
    return attach(svc, *_line_references(batch), *_line_dates(batch), _allowed(batch), _line_remarks(batch), on="line")


def _strays_apart(svc: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """A line whose claim is no CLP (a CLM, say) stands in none."""
    known = pl.col("claim").is_in(claims["claim"].implode())
    return svc.with_columns(pl.when(known).then("claim").otherwise(0).alias("claim"))


def _coded(svc: pl.DataFrame) -> pl.DataFrame:
    """Add the procedure paid and, where SVC06 names one, the procedure billed."""
    paid, billed = procedures(svc["composite"]), procedures(svc["billed_composite"])
    differs = pl.col("sent_code") != pl.col("code").fill_null("")
    return svc.with_columns(
        paid["qualifier"].alias("code_qualifier"), paid["code"], paid["modifiers"],
        billed["code"].alias("sent_code"), billed["modifiers"].alias("billed_modifiers"),
        (paid["too_many"] | billed["too_many"]).alias("too_many"),
    ).with_columns(pl.when(differs).then("sent_code").alias("billed_code"))  # fmt: skip


def _line_references(batch: Batch) -> list[pl.DataFrame]:
    return [
        values(batch, "line", "REF", "6R", "line_control"),
        values(batch, "line", "REF", "HPI", "rendering_npi"),
    ]


def _line_dates(batch: Batch) -> list[pl.DataFrame]:
    return [days(batch, "line", "DTM", code, f"day_{code}") for code in ("472", "150", "151")]


def _allowed(batch: Batch) -> pl.DataFrame:
    said = values(batch, "line", "AMT", "B6", "allowed_text").with_columns(sent_allowed=dollars(pl.col("allowed_text")))
    return said.with_columns(sent_allowed_cents=in_cents(pl.col("sent_allowed")))


def _line_remarks(batch: Batch) -> pl.DataFrame:
    found = pl.concat([valued(batch, "LQ", list_name).filter(AT_LINE) for list_name in ("HE", "RX")]).sort("row")
    coded = found.filter(VALUE.is_not_null())
    return coded.group_by("line", maintain_order=True).agg(VALUE.alias("remarks"))


CODES = pl.Schema({"claim": ROW, "row": ROW, "code": pl.String(), "n": pl.Int32()})


def claims(batch: Batch) -> pl.DataFrame:
    """One row per CLP; `claim` is its row number, amounts are text and cents."""
    clp = batch.placed(batch.amounts("CLP", 1, 2, 5, 6, 7, 8, 9)).select(
        "tx", "row", "claim", "charge", "paid", "charge_cents", "paid_cents", "charge_text", "paid_text",
        claim_id=plain("e1"), status="e2", share_text="e5", filing_indicator="e6", payer_claim_id=plain("e7"),
        place_of_service="e8", frequency_code="e9", patient_share=dollars(pl.col("e5")),
    ).with_columns(share_cents=in_cents(pl.col("patient_share")))  # fmt: skip
    return attach(clp, *_people(batch), *_references(batch), *_dates(batch), _remarks(batch), on="claim").with_columns(
        _provider_of_group(batch, clp["row"])
    )


def _people(batch: Batch) -> list[pl.DataFrame]:
    nm1 = batch.elements("NM1", 1, 3, 4, 8, 9).filter(AT_CLAIM)
    who, npi = pl.col("e1"), pl.when(pl.col("e8") == "XX").then("e9")
    return [
        first_of(nm1, "claim", who == "QC", last="e3", first_name="e4", member=plain("e9")),
        first_of(nm1, "claim", who == "IL", insured_last="e3", insured_first="e4", insured=plain("e9")),
        first_of(nm1, "claim", who == "82", rendering_npi=npi),
        first_of(nm1, "claim", who == "TT", crossover_payer=plain("e3")),
    ]


def _references(batch: Batch) -> list[pl.DataFrame]:
    return [
        values(batch, "claim", "REF", "F8", "original_reference"),
        values(batch, "claim", "REF", "CE", "contract_code"),
        values(batch, "claim", "REF", "HPI", "claim_hpi"),
        values(batch, "claim", "REF", "G1", "authorization").select(
            "claim", pl.col("authorization").is_not_null().alias("authorization_present")
        ),
    ]


def _dates(batch: Batch) -> list[pl.DataFrame]:
    found = {"232": "service_date_from", "233": "service_date_to", "050": "received_date"}
    return [days(batch, "claim", "DTM", code, name) for code, name in found.items()]


def _remarks(batch: Batch) -> pl.DataFrame:
    """Remark codes of MOA03 to 07, MIA05 and MIA20 to 23, in that order."""
    tags = {"MOA": range(3, 8), "MIA": (5, 20, 21, 22, 23)}
    places = [(tag, n) for tag, numbers in tags.items() if batch.of(tag).height for n in numbers]
    codes = [batch.split(tag).select("claim", "row", code=element(n), n=pl.lit(n)) for tag, n in places]
    found = joined(codes, CODES).filter(pl.col("code").is_not_null(), pl.col("claim") > 0).sort("row", "n")
    return found.group_by("claim", maintain_order=True).agg(pl.col("code").alias("remarks"))


def _provider_of_group(batch: Batch, rows: pl.Series) -> pl.Series:
    """TS301 of the LX group each claim stands in, when it is an NPI."""
    ts3 = batch.split("TS3").select("row", ts3=pl.when(element(1).str.contains("^[0-9]{10}$")).then(element(1)))
    if ts3.is_empty():
        return pl.repeat(None, len(rows), dtype=pl.String, eager=True).alias("ts3")
    fences = np.concatenate((batch.segments.rows("LX", "ST"), ts3["row"].to_numpy()))
    groups = pl.DataFrame({"row": np.sort(fences)}).join(ts3, on="row", how="left", maintain_order="left")
    last = np.searchsorted(groups["row"].to_numpy(), rows.to_numpy(), side="right") - 1
    return groups["ts3"].gather(pl.Series(last)).alias("ts3")


FIRST_PAIR, MOST_PAIRS = 3, 6


def payments(batch: Batch) -> pl.DataFrame:
    """One row per transaction with BPR, TRN and the parties as sent; amounts in cents as well."""
    bpr, trn = batch.placed(batch.split("BPR")), batch.placed(batch.split("TRN").filter(HEADER))
    n1, kind = batch.placed(batch.split("N1").filter(HEADER)), element(1)
    return attach(
        batch.transactions.filter(pl.col("kind") == batch.kind),
        first_of(bpr, "tx", None, bpr=element(2), bpr_row=pl.col("row"), credit_debit=element(3), method=element(4),
                 bpr10=element(10), payment_date=day(element(16)), bpr16=element(16)),
        first_of(trn, "tx", None, trace=name(2), trn03=name(3)),
        first_of(n1, "tx", kind == "PR", payer_source_name=name(2), payer_xv=_with("XV")),
        first_of(n1, "tx", kind == "PE", payee_name=name(2), payee_xx=_with("XX")),
        _header(batch, "DTM", "405", production_date=day(pl.col("value")), dtm405=pl.col("value")),
        _header(batch, "REF", "2U", payer_2u=pl.col("value")),
        _header(batch, "REF", "HPI", payee_hpi=pl.col("value")),
        on="tx",
    ).pipe(_derived)  # fmt: skip


def _header(batch: Batch, tag: str, qualifier: str, **values: pl.Expr) -> pl.DataFrame:
    return first_of(batch.placed(valued(batch, tag, qualifier).filter(HEADER)), "tx", None, **values)


def _with(qualifier: str) -> pl.Expr:
    """N104 when N103 names this kind of id."""
    return pl.when(element(3) == qualifier).then(name(4))


def _derived(frame: pl.DataFrame) -> pl.DataFrame:
    # The latest date the file bears is its own: test systems send old production dates in new envelopes.
    made, bpr_cents = pl.coalesce("production_date", "payment_date"), sent_cents(pl.col("bpr"))
    return frame.with_columns(
        pl.coalesce("payer_xv", "payer_2u", "trn03").alias("payer_source_id"),
        pl.coalesce("trn03", "bpr10").alias("payer_tax_id"),
        pl.coalesce("payee_xx", "payee_hpi").alias("payee_npi"),
        pl.coalesce("bpr_row", "start").alias("row"),
        bpr_cents.alias("bpr_cents"),
        money(bpr_cents).alias("amount"),
        pl.max_horizontal(made, "sent_day").alias("own_day"),
    )


def provider_adjustments(batch: Batch) -> pl.DataFrame:
    """One row per PLB pair: reason, reference and amount."""
    plb = batch.placed(batch.split("PLB")).with_columns(
        name(1).alias("provider_id"), day(element(2)).alias("fiscal_date")
    )
    pairs = groups(plb, FIRST_PAIR, ("composite", "amount_text"), MOST_PAIRS)
    parts = pl.col("composite").str.split(COMPONENT)
    found = pairs.sort("row", "at").with_columns(
        reason=component(parts, 0), reference=component(parts, 1), amount_cents=sent_cents(pl.col("amount_text"))
    )
    return found.filter(pl.any_horizontal(pl.col("amount_text", "reason").is_not_null()))


def read(batch: Batch) -> Reading:
    """Every CLP and SVC of the batch as rows, with the fate of each claim."""
    answered = claims(batch)
    served = lines(batch, answered)
    cas, pairs = adjustments(batch, answered, served), provider_adjustments(batch)
    served = _counted_lines(_with_dates(balanced_lines(served, cas)))
    strays, served = served.filter(pl.col("claim") == 0), served.filter(pl.col("claim") > 0)
    answered = _counted_claims(balanced_claims(answered, served, cas))
    paid = balanced_payments(payments(batch), answered, pairs)
    answered, served = identified(answered, served, cas, paid)
    odd = beneath(batch.control_characters(), answered, "tx")
    refused = refusals(answered, served, paid.select("tx", "own_day"), odd)
    cas = batch.placed(cas)
    frames = {"payments": paid, "claims": answered, "lines": served, "adjustments": cas, "pairs": pairs}
    read = Reading(
        tables={},
        fates=fates(answered, strays, refused),
        witness=_witness(paid),
        warnings=warnings(frames, batch),
    )
    del answered, served, strays, cas  # each frame goes as soon as its table is made: they are the peak of memory
    read.tables |= stored(frames, batch)
    return read


def _witness(paid: pl.DataFrame) -> pl.DataFrame:
    """What each payment testifies: its balance, its date and its sums."""
    unreadable = bad_amount("bpr", "bpr_cents").cast(CENTS) + pl.col("plb_unreadable").cast(CENTS)
    said = paid.with_columns(unreadable.alias("unreadable"), pl.lit(True).alias("is_payment"))
    return said.select(pl.col(name).cast(kind) for name, kind in WITNESS.items())


def _with_dates(served: pl.DataFrame) -> pl.DataFrame:
    """Add the date of service: the line's own, else its period, else the claim's; and which of them it is."""
    sources = ("472", "150", "232")
    source = pl.coalesce(*(pl.when(pl.col(f"day_{s}").is_not_null()).then(pl.lit(s)) for s in sources), pl.lit("none"))
    until = pl.when(pl.col("date_source") == "150").then("day_151").when(pl.col("date_source") == "232").then("day_233")
    return served.with_columns(
        pl.coalesce("day_472", "day_150", "day_232").alias("service_date"), source.alias("date_source")
    ).with_columns(until.alias("service_date_to"))


def _counted_lines(served: pl.DataFrame) -> pl.DataFrame:
    amounts = [("charge_text", "charge_cents"), ("paid_text", "paid_cents"), ("allowed_text", "sent_allowed_cents")]
    bad = [bad_amount(text, cents).cast(CENTS) for text, cents in amounts]
    return served.with_columns(pl.sum_horizontal(bad).alias("own_unreadable"))


def _counted_claims(answered: pl.DataFrame) -> pl.DataFrame:
    bad = [bad_amount(f"{name}_text", f"{name}_cents").cast(CENTS) for name in ("charge", "paid", "share")]
    return answered.with_columns(
        pl.sum_horizontal(bad).alias("own_unreadable"),
        (pl.sum_horizontal(bad) + pl.col("line_unreadable").fill_null(0)).alias("unreadable"),
    )
