"""A synthetic practice: real 837P and 835 files of an invented world, and the planted truth beside them."""

from analytics.demo.demo import Demo, known_limits, write_demo
from analytics.demo.truth import DemoTruth

__all__ = ["Demo", "DemoTruth", "known_limits", "write_demo"]
