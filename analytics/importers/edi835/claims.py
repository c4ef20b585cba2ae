"""One row per CLP with what its loop says about the patient, the provider and the dates."""

import numpy as np
import polars as pl

from analytics.importers.batch import AT_CLAIM, ROW, Batch, attach, first_of, joined
from analytics.x12.elements import cents, day, element, name

VALUE = pl.col("value")
CODES = pl.Schema({"claim": ROW, "row": ROW, "code": pl.String(), "n": pl.Int32()})


def claims(batch: Batch) -> pl.DataFrame:
    """One row per CLP; `claim` is its row number, amounts are text and cents."""
    clp = batch.placed(batch.amounts("CLP")).select(
        "tx", "row", "claim", "charge", "paid", "charge_cents", "paid_cents",
        claim_id=name(1), status=element(2), charge_text=element(3), paid_text=element(4), share_text=element(5),
        filing_indicator=element(6), payer_claim_id=name(7), place_of_service=element(8), frequency_code=element(9),
        share_cents=cents(element(5)),
    )  # fmt: skip
    return attach(clp, *_people(batch), *_references(batch), *_dates(batch), _remarks(batch), on="claim").with_columns(
        _provider_of_group(batch, clp["row"])
    )


def _people(batch: Batch) -> list[pl.DataFrame]:
    nm1 = batch.split("NM1").filter(AT_CLAIM).with_columns(element(1).alias("who"))
    who, npi = pl.col("who"), pl.when(element(8) == "XX").then(element(9))
    return [
        first_of(nm1, "claim", who == "QC", last=element(3), first_name=element(4), member=name(9)),
        first_of(nm1, "claim", who == "IL", insured_last=element(3), insured_first=element(4), insured=name(9)),
        first_of(nm1, "claim", who == "82", rendering_npi=npi),
        first_of(nm1, "claim", who == "TT", crossover_payer=name(3)),
    ]


def _references(batch: Batch) -> list[pl.DataFrame]:
    found = {code: batch.valued("REF", code).filter(AT_CLAIM) for code in ("F8", "CE", "HPI", "G1")}
    return [
        first_of(found["F8"], "claim", None, original_reference=VALUE),
        first_of(found["CE"], "claim", None, contract_code=VALUE),
        first_of(found["HPI"], "claim", None, claim_hpi=VALUE),
        first_of(found["G1"], "claim", None, authorization_present=VALUE.is_not_null()),
    ]


def _dates(batch: Batch) -> list[pl.DataFrame]:
    found = {code: batch.valued("DTM", code).filter(AT_CLAIM) for code in ("232", "233", "050")}
    return [
        first_of(found["232"], "claim", None, text_232=VALUE, service_date_from=day(VALUE)),
        first_of(found["233"], "claim", None, text_233=VALUE, service_date_to=day(VALUE)),
        first_of(found["050"], "claim", None, received_date=day(VALUE)),
    ]


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
