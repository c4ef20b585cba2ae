"""A first page waits for no import, and what modules hold is not looked at for garbage after every page."""

import subprocess
import sys

ASKED = """
import gc, sys
from analytics.pages.server import ready
ready()
frozen = gc.get_freeze_count()
ready()
print(all(name in sys.modules for name in ("pandas", "plotly.graph_objs", "analytics.pages.leakage")))
print(frozen > 100_000, frozen == gc.get_freeze_count())
"""


def test_pages_and_what_they_draw_with_are_brought_in_once() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"] * 3
