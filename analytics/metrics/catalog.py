"""All metrics that sums can carry, in the order in which people read them."""

from analytics.metrics.denials import DENIALS
from analytics.metrics.metric import Metric
from analytics.metrics.pairs import PAIRS
from analytics.metrics.payments import PAYMENTS

METRICS: tuple[Metric, ...] = (*PAYMENTS[:3], *DENIALS, *PAYMENTS[3:], *PAIRS)
BY_NAME: dict[str, Metric] = {metric.name: metric for metric in METRICS}
