"""Modifier 25: the matched difference, its limits, the funnel that only looks up, recovery; against references."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.charts.pairing import difference_dots, pair_headline, pair_stacks, usage_funnel
from analytics.metrics.pairing import PAYER, arms, losses, outcomes, recovery, usage
from analytics.pages.modifier25 import cost_title
from analytics.statistics import Z95, funnel_limits, newcombe, over_dispersion, wilson_limits

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)


def pair(**given: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "payer_id": "p", "payer_name": "PAYER", "payer_class": "medicare", "month": JAN, "place_of_service": "11",
        "visit_npi": "1", "visit_provider": "ROE, ANN", "pair_kind": "office_em", "em_code": "99213",
        "has_25": False, "added_25": False, "same_provider": "npi", "is_answered_pair": True,
        "outcome_first": "both_paid", "outcome_now": "both_paid", "route": "none", "pairs": 1, "lost_first": 0,
        "lost_open": 0, "asked_first": 0, "unsure_first": 0, "with_diagnoses": 0, "same_diagnoses": 0,
        "visit_first_cents": 0, "visit_open_cents": 0,
        "shot_first_cents": 0, "shot_open_cents": 0, "standing": 0, "standing_cents": 0, "recovered_cents": 0,
        "beside": 0, "beside_cents": 0, "reduced": 0, "reduced_cents": 0,
    }  # fmt: skip
    return row | given


def arm(has_25: bool, n: int, lost: int, **more: Any) -> list[dict[str, Any]]:
    """Pairs of one arm and stratum: some lost, the others paid."""
    paid = pair(has_25=has_25, pairs=n - lost, **more)
    denied = pair(has_25=has_25, pairs=lost, lost_first=lost, outcome_first="em_denied", **more)
    return [row for row in (paid, denied) if row["pairs"]]


def test_one_stratum_is_newcombes_interval() -> None:
    """56/70 against 48/80: the reference value of statistics 2."""
    found = arms(pl.DataFrame([*arm(False, 70, 56), *arm(True, 80, 48)]))
    assert (found.low, found.high) == pytest.approx((0.052431, 0.333873), abs=1e-6)
    assert (found.n_without, found.n_with, found.lost_without, found.lost_with) == (70, 80, 56, 48)


def test_months_and_levels_are_matched() -> None:
    """25 came into use in February, when the payer also lost its habit: crude looks good, matched is nothing."""
    rows = [*arm(False, 90, 45), *arm(True, 30, 15), *arm(False, 30, 3, month=FEB), *arm(True, 90, 9, month=FEB)]
    found = arms(pl.DataFrame(rows))
    assert found.lost_without / found.n_without > 1.5 * found.lost_with / found.n_with
    assert found.difference == pytest.approx(0.0, abs=1e-12)
    assert "within chance" in pair_headline(found, "in 2026")


def test_fewer_than_thirty_like_pairs_name_no_difference() -> None:
    found = arms(pl.DataFrame([*arm(False, 29, 20), *arm(True, 300, 3)]))
    assert found.difference is None
    assert "too few like pairs" in pair_headline(found, "in 2026")
    apart = arms(pl.DataFrame([*arm(False, 50, 20), *arm(True, 300, 3, month=FEB)]))
    assert (apart.matched_without, apart.difference) == (0, None)
    assert difference_dots([("p", "PAYER", "medicare", apart)]) is None


def test_without_any_pair_the_page_says_so() -> None:
    empty = pl.DataFrame([pair()]).clear()
    assert "have both been answered" in pair_headline(arms(empty), "in 2026")
    assert usage(empty) is None
    assert pair_stacks(outcomes(empty, "outcome_first", "payer_id", "payer_name", "has_25"), now=False) is None


def test_which_line_a_payer_takes_the_loss_on() -> None:
    rows = [
        pair(pairs=40), pair(pairs=30, outcome_first="em_denied"),
        pair(payer_id="q", payer_name="OTHER", pairs=40),
        pair(payer_id="q", payer_name="OTHER", pairs=30, outcome_first="injection_denied"),
    ]  # fmt: skip
    frame = outcomes(pl.DataFrame(rows), "outcome_first", "payer_id", "payer_name", "has_25")
    chart = pair_stacks(frame, now=False)
    assert chart is not None
    assert chart.title == "Where one line is denied alone, it is mostly the visit at Payer; the injection at Other"


def use(npi: str, n: int, top: int, lost: int = 0) -> list[dict[str, Any]]:
    who = {"visit_npi": npi, "visit_provider": f"ROE {npi}"}
    return [
        pair(**who, has_25=True, pairs=top),
        pair(**who, pairs=n - top, standing=lost, standing_cents=lost * 8_895),
    ]


PEERS = [row for npi, top in (("1", 140), ("2", 138), ("3", 143), ("4", 139), ("5", 141)) for row in use(npi, 200, top)]


@pytest.mark.parametrize(
    ("lost", "said"),
    [(0, ""), (3, "; Roe 9 below peers, with 3 visits lost ($266.85): worth a review of records")],
)
def test_high_use_is_called_out_and_low_use_where_visits_are_lost(lost: int, said: str) -> None:
    """45: one of 95 % and one of 40 % among peers of 70 %; low use alone is nothing to name."""
    found = usage(pl.DataFrame([*PEERS, *use("8", 200, 190), *use("9", 200, 80, lost)]))
    assert found is not None
    assert [one.npi for one in found.providers if one.is_beyond] == ["8"]
    assert [one.npi for one in found.providers if one.is_below] == ["9"]
    assert [one.npi for one in found.providers if one.is_named] == (["8", "9"] if lost else ["8"])
    chart = usage_funnel(found)
    assert chart is not None
    assert chart.title == f"Roe 8 above peers: worth a documentation review{said}"
    assert "append" not in chart.title + chart.subtitle


def test_losses_are_the_ledgers_dollars_by_payer_and_by_provider() -> None:
    """45: lost now, recovered, beside others and reduced; a share is told from eleven pairs on."""
    rows = [
        pair(pairs=8, has_25=True),
        pair(pairs=3, standing=2, standing_cents=17_790, lost_first=3, recovered_cents=5_000),
        pair(pairs=2, visit_npi="2", visit_provider="ROE, BOB", beside=1, beside_cents=8_895, is_answered_pair=False),
        pair(pairs=10, visit_npi="2", visit_provider="ROE, BOB", has_25=True, reduced=4, reduced_cents=20_000),
        pair(pairs=50, pair_kind="em_99211", standing=9),
        pair(pairs=5, visit_npi="3", visit_provider="ROE, CAT", is_answered_pair=False),
    ]
    columns = ("pairs", "with_25", "share", "standing", "standing_cents", "lost_first", "recovered_cents")
    found = losses(pl.DataFrame(rows), "visit_npi").select("visit_npi", *columns, "beside_cents", "reduced_cents")
    assert found.rows() == [
        ("2", 10, 10, None, 0, 0, 0, 0, 8_895, 20_000),
        ("1", 11, 8, 8 / 11, 2, 17_790, 3, 5_000, 0, 0),
    ]
    assert cost_title(losses(pl.DataFrame(rows), *PAYER), "payer_name", "at") == (
        "$177.90 lost to the injection, most at Payer; $200.00 cut beside it, most at Payer"
    )


def test_a_payer_with_few_pairs_in_an_arm_is_in_no_difference() -> None:
    """28: thirty of either arm at each payer, or it is not compared, not even within the whole."""
    enough = [*arm(False, 30, 15), *arm(True, 30, 3)]
    few = [*arm(False, 29, 29, payer_id="q"), *arm(True, 300, 0, payer_id="q")]
    alone, together = arms(pl.DataFrame(enough)), arms(pl.DataFrame([*enough, *few]))
    assert together.difference == alone.difference == pytest.approx(0.4)
    assert (together.n_without, together.lost_without) == (59, 44)
    assert arms(pl.DataFrame(few)).difference is None


def test_equal_peers_raise_no_alarm_and_few_pairs_none() -> None:
    found = usage(pl.DataFrame([*PEERS, *use("7", 12, 12)]))
    assert found is not None
    assert found.phi == 1.0
    assert not any(one.is_beyond for one in found.providers)
    assert usage_funnel(usage(pl.DataFrame(use("1", 200, 140)))) is None


def test_funnel_limits_are_those_of_the_binomial() -> None:
    low, high = funnel_limits(0.7, 200, 1.0, Z95)
    assert (low, high) == pytest.approx((0.7 - 0.0635098, 0.7 + 0.0635098), abs=1e-6)
    assert over_dispersion([(50, 100), (90, 100), (10, 100), (52, 100)], 0.5) > 10
    assert over_dispersion([(50, 100), (52, 100), (49, 100)], 0.5) == 1.0


def test_recovery_tells_the_routes_and_where_25_was_added() -> None:
    rows = [
        pair(pairs=5, lost_first=5, outcome_first="em_denied", route="corrected_claim", added_25=True),
        pair(pairs=2, lost_first=2, outcome_first="em_denied", route="reprocessed"),
        pair(pairs=9, lost_first=9, outcome_first="em_denied"),
        pair(pairs=4, route="corrected_claim"),
    ]
    assert recovery(pl.DataFrame(rows)).rows() == [("none", 9, 0), ("corrected_claim", 5, 5), ("reprocessed", 2, 0)]


def test_limits_of_an_effective_number_are_wilsons() -> None:
    assert wilson_limits(81, 263)[1:] == pytest.approx((0.255289, 0.366210), abs=1e-6)
    assert newcombe(wilson_limits(9, 10), wilson_limits(3, 10)) == pytest.approx((0.170523, 0.809018), abs=1e-6)
