"""Facts and read model from the stored tables: queries/build, asked in order."""

from analytics.build.full import BuildResult, build
from analytics.build.given import is_stale, version

__all__ = ["BuildResult", "build", "is_stale", "version"]
