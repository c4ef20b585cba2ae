"""Dated reference tables: CMS fees and edits, code classes, places, drugs; each with its source on record."""

from analytics.reference.contracts import CONTRACT
from analytics.reference.shipped import (
    BUILD_TABLES,
    carc_class,
    conversion_factor,
    drug,
    gpci,
    in_force,
    medicare_rvu,
    mue_units,
    ncci_pair,
    payer_filing,
    place_of_service,
    remark_class,
    version,
)

__all__ = [
    "BUILD_TABLES",
    "CONTRACT",
    "carc_class",
    "conversion_factor",
    "drug",
    "gpci",
    "in_force",
    "medicare_rvu",
    "mue_units",
    "ncci_pair",
    "payer_filing",
    "place_of_service",
    "remark_class",
    "version",
]
