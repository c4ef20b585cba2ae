"""Facts and read model from the stored tables: queries/build, asked in order."""

from analytics.build.inputs import is_stale, version
from analytics.build.run import BuildResult, build

__all__ = ["BuildResult", "build", "is_stale", "version"]
