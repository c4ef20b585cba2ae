"""One row per CLP with what its loop says about the patient, the provider and the dates."""

import polars as pl

from analytics.importers.batch import Batch, attach, first_of
from analytics.importers.edi835.payments import HEADER
from analytics.x12.elements import cents, day, element

AT_CLAIM = (pl.col("claim") > 0) & pl.col("line").fill_null(0).eq(0)


def claims(batch: Batch) -> pl.DataFrame:
    """One row per CLP; `claim` is its row number, amounts are text and cents."""
    clp = batch.of("CLP").select(
        "tx", "row", "claim",
        claim_id=element(1), status=element(2), charge_text=element(3), paid_text=element(4), share_text=element(5),
        filing_indicator=element(6), payer_claim_id=element(7), place_of_service=element(8), frequency_code=element(9),
    ).with_columns(
        charge_cents=cents(pl.col("charge_text")), paid_cents=cents(pl.col("paid_text")),
        share_cents=cents(pl.col("share_text")),
    )  # fmt: skip
    return attach(clp, *_people(batch), *_references(batch), *_dates(batch), _remarks(batch), on="claim").pipe(
        _provider_of_group, batch
    )


def _people(batch: Batch) -> list[pl.DataFrame]:
    nm1 = batch.of("NM1").filter(AT_CLAIM).with_columns(element(1).alias("who"))
    who, npi = pl.col("who"), pl.when(element(8) == "XX").then(element(9))
    return [
        first_of(nm1, "claim", who == "QC", last=element(3), first_name=element(4), member=element(9)),
        first_of(nm1, "claim", who == "IL", insured_last=element(3), insured_first=element(4), insured=element(9)),
        first_of(nm1, "claim", who == "82", rendering_npi=npi),
        first_of(nm1, "claim", who == "TT", crossover_payer=element(3)),
    ]


def _references(batch: Batch) -> list[pl.DataFrame]:
    ref = batch.of("REF").filter(AT_CLAIM).with_columns(element(1).alias("kind"))
    kind = pl.col("kind")
    return [
        first_of(ref, "claim", kind == "F8", original_reference=element(2)),
        first_of(ref, "claim", kind == "CE", contract_code=element(2)),
        first_of(ref, "claim", kind == "HPI", claim_hpi=element(2)),
        first_of(ref, "claim", kind == "G1", authorization_present=pl.lit(True)),
    ]


def _dates(batch: Batch) -> list[pl.DataFrame]:
    dtm = batch.of("DTM").filter(AT_CLAIM).with_columns(element(1).alias("kind"), element(2).alias("when"))
    kind, when = pl.col("kind"), pl.col("when")
    return [
        first_of(dtm, "claim", kind == "232", text_232=when, service_date_from=day(when)),
        first_of(dtm, "claim", kind == "233", text_233=when, service_date_to=day(when)),
        first_of(dtm, "claim", kind == "050", received_date=day(when)),
    ]


def _remarks(batch: Batch) -> pl.DataFrame:
    """Remark codes of MOA03 to 07, MIA05 and MIA20 to 23, in that order."""
    moa = [batch.of("MOA").select("claim", "row", code=element(n), n=pl.lit(n)) for n in range(3, 8)]
    mia = [batch.of("MIA").select("claim", "row", code=element(n), n=pl.lit(n)) for n in (5, 20, 21, 22, 23)]
    codes = pl.concat([*moa, *mia]).filter(pl.col("code").is_not_null(), pl.col("claim") > 0).sort("row", "n")
    return codes.group_by("claim", maintain_order=True).agg(pl.col("code").alias("remarks"))


def _provider_of_group(claims: pl.DataFrame, batch: Batch) -> pl.DataFrame:
    """Add TS301 of the LX group a claim stands in, when it is an NPI."""
    ts3 = batch.of("TS3").select("row", ts3=pl.when(element(1).str.contains("^[0-9]{10}$")).then(element(1)))
    ends = [batch.of(tag).select("row", ts3=pl.lit(None, pl.String)) for tag in ("LX", "ST")]
    groups = pl.concat([ts3, *ends]).sort("row")
    return claims.sort("row").join_asof(groups, on="row", strategy="backward")


__all__ = ["AT_CLAIM", "HEADER", "claims"]
