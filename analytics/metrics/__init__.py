"""Every number once: its label, words, halves and worked example."""

from analytics.metrics.catalog import METRICS
from analytics.metrics.metric import Metric
from analytics.metrics.view import KEYS, View

__all__ = ["KEYS", "METRICS", "Metric", "View"]
