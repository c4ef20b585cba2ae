"""835 remittances into payments, claims, lines and adjustments."""

from analytics.importers.edi835.read import read

__all__ = ["read"]
