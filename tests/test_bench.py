"""The bench judges intervals by the books of the worlds, and says so in the shape of design §5."""

import json
import subprocess
import sys

from analytics.bench.coverage import LEAST, measure


def test_one_world_gives_intervals_for_its_payers() -> None:
    """Most of them near the planted ratio; every one with the books beside it."""
    found = measure(3)
    prices = [seen for seen in found if seen.what == "price"]
    assert len(prices) >= 5
    for seen in prices:
        true = (seen.one[0] / seen.one[1]) / (seen.two[0] / seen.two[1])
        assert seen.low < true * 1.01 and seen.high > true * 0.99


def test_the_document_has_its_shape() -> None:
    command = [sys.executable, "-m", "analytics", "bench", "--statistics", "--seeds", "1", "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    document = json.loads(done.stdout)
    assert set(document) == {"machine", "results"}
    for result in document["results"]:
        assert set(result) == {"name", "ours", "theirs", "ratio", "budget", "ok", "note"}
        assert result["budget"] == LEAST
    assert done.returncode in (0, 1)
