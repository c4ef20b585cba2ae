"""Every number once: its label, words, halves and worked example."""

from analytics.metrics.catalog import METRICS
from analytics.metrics.cubes import KEYS, View
from analytics.metrics.metric import Metric

__all__ = ["KEYS", "METRICS", "Metric", "View"]
