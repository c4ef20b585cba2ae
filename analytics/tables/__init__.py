"""Every table, column by column: type, key, meaning. The contract that importers fill and queries read."""

from analytics.tables.built import BUILT
from analytics.tables.stored import STORED, schema_of

__all__ = ["BUILT", "STORED", "schema_of"]
