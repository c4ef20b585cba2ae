"""The questions that pages ask beside the metrics."""

from analytics.questions.claim import (
    EVENTS,
    SENT,
    claim_adjustments,
    claim_events,
    claim_lines,
    claim_sent,
    claim_story,
    find_claim,
    labels,
)
from analytics.questions.denied import definitions, denied_lines, reasons
from analytics.questions.intake import (
    balance,
    loads,
    notes,
    payer_answers,
    refused,
    refused_by_reason,
    unbalanced,
    unmatched,
)
from analytics.questions.offered import choices, first_service
from analytics.questions.overview import AGES, ageing, arrivals, last_loads
from analytics.questions.who import payer_aliases, payer_rows, provider_rows

__all__ = [
    "AGES",
    "EVENTS",
    "SENT",
    "ageing",
    "arrivals",
    "balance",
    "choices",
    "claim_adjustments",
    "claim_events",
    "claim_lines",
    "claim_sent",
    "claim_story",
    "definitions",
    "denied_lines",
    "find_claim",
    "first_service",
    "labels",
    "last_loads",
    "loads",
    "notes",
    "payer_aliases",
    "payer_answers",
    "payer_rows",
    "provider_rows",
    "reasons",
    "refused",
    "refused_by_reason",
    "unbalanced",
    "unmatched",
]
