"""Facts and read model from the stored tables: queries/build, asked in order."""

from analytics.build.full import BuildResult, build

__all__ = ["BuildResult", "build"]
