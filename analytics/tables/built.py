"""The built tables by name: facts, read model and what a build learned."""

import dataframely as dy

from analytics.tables.facts import Encounter, Event, Line
from analytics.tables.leakage import Flag, Leak, Ledger, WorkRow
from analytics.tables.read_model import (
    AnsweredShare,
    ClaimNumber,
    CutOff,
    Injection,
    LagHist,
    Payer,
    Payment,
    PriceHist,
    Provider,
    ResolutionHist,
    ResolutionLimit,
    Takeback,
    UsualLimit,
    VisitHist,
)

BUILT: dict[str, type[dy.Schema]] = {
    "event": Event,
    "line": Line,
    "encounter": Encounter,
    "injection": Injection,
    "ledger": Ledger,
    "leak": Leak,
    "work_row": WorkRow,
    "flag": Flag,
    "payer": Payer,
    "provider": Provider,
    "payment": Payment,
    "lag_hist": LagHist,
    "resolution_hist": ResolutionHist,
    "resolution_limit": ResolutionLimit,
    "usual_limit": UsualLimit,
    "price_hist": PriceHist,
    "visit_hist": VisitHist,
    "answered_share": AnsweredShare,
    "cut_off": CutOff,
    "claim_number": ClaimNumber,
    "takeback": Takeback,
}
