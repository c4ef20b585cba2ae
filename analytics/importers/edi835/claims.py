"""One row per CLP with what its loop says about the patient, the provider and the dates."""

import numpy as np
import polars as pl

from analytics.importers.batch import AT_CLAIM, ROW, Batch, attach, first_of, joined
from analytics.importers.details import days, values
from analytics.x12.elements import dollars, element, in_cents, plain

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
