"""What the report of a month says, one module per section; every number comes from the metrics."""

from analytics.report.content.material import Asked, Material
from analytics.report.content.report import report_of

__all__ = ["Asked", "Material", "report_of"]
