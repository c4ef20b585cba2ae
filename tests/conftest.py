"""One folder per run, which its workers share, and the order of test files: the longest first."""

import os
import shutil
import tempfile

import pytest

LONGEST = (
    *("test_browser_pages", "test_kill_store", "test_page_leakage", "test_leakage_planted", "test_page_walk"),
    *("test_charts_demo", "test_bad_input_store", "test_kill_ingest", "test_command_line", "test_tables_replaced"),
    *("test_reference_add", "test_increment", "test_bench", "test_bad_input_machine", "test_page_overview"),
    *("test_bad_input_reversals", "test_page_young", "test_metrics_recomputed", "test_bench_budgets"),
)
"""Taken first, so that at the end no worker waits for another's long file; the order proves nothing."""


def pytest_configure(config: pytest.Config) -> None:
    """Workers start after this and inherit the name of the folder; a run never sees that of another."""
    config.option.loadscopereorder = False
    if not hasattr(config, "workerinput"):
        os.environ["REIMBURSE_TEST_RUN"] = tempfile.mkdtemp(prefix="reimburse-run-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop("REIMBURSE_TEST_RUN"), ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.stem, len(ranks)))
