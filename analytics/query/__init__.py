"""Questions to the facts: one .sql file each, asked with bound parameters on a locked connection."""

from analytics.query.connection import Rows, connect
from analytics.query.frame_cache import Shelf, share, shelf_of
from analytics.query.query import Query, QueryError, over, sql_of

__all__ = ["Query", "QueryError", "Rows", "Shelf", "connect", "over", "share", "shelf_of", "sql_of"]
