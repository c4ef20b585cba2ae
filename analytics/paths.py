"""Where the project's own data lie: beside the code in a checkout, inside the package in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def _shipped(in_checkout: str, in_wheel: str) -> Path:
    beside = PACKAGE.parent / in_checkout
    return beside if beside.exists() else PACKAGE / in_wheel


QUERIES = _shipped("queries", "_queries")
REFERENCE = _shipped("data/reference", "_reference")
DASHBOARD = _shipped("dashboard.py", "_dashboard.py")
