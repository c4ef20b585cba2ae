"""The questions that pages ask beside the metrics."""

from analytics.questions.denied import choices, denied_lines, first_service, reasons
from analytics.questions.intake import balance, loads, notes, payer_answers, refused, unbalanced, unmatched
from analytics.questions.overview import AGES, ageing, arrivals, last_loads

__all__ = [
    "AGES",
    "ageing",
    "arrivals",
    "balance",
    "choices",
    "denied_lines",
    "first_service",
    "last_loads",
    "loads",
    "notes",
    "payer_answers",
    "reasons",
    "refused",
    "unbalanced",
    "unmatched",
]
