"""837P claims into claim lines."""

from analytics.importers.edi837.read import read

__all__ = ["read"]
