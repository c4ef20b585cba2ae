"""Data: what came in, what was refused and why, and how complete it is."""

from analytics.metrics.view import View
from analytics.pages.visit import At, show


def render(at: At, view: View) -> None:
    """To come."""


if __name__ == "__main__":
    show(render)
