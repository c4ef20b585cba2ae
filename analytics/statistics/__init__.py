"""Intervals, limits, rules and waiting times; formulas and reference values in this folder's README."""

from analytics.statistics.control_chart import ENOUGH_POINTS, Control, Signal, control
from analytics.statistics.counts import fisher, scaled
from analytics.statistics.flags import adjusted, benjamini_hochberg
from analytics.statistics.limits import Limits, laney, p_chart, xmr
from analytics.statistics.proportions import Z95, Rate, at_least, mean_limits, newcombe, wilson, wilson_limits
from analytics.statistics.ranking import Prior, prior, shrunken
from analytics.statistics.rules import RULES, outside, runs, trends, two_of_three
from analytics.statistics.runout import RunOut, chain_ladder, run_out_rate
from analytics.statistics.scatter import WINSOR, Z_OUTER, funnel_limits, over_dispersion
from analytics.statistics.screen import screen
from analytics.statistics.shown import ENOUGH, FEW
from analytics.statistics.strata import Tables, mantel_haenszel
from analytics.statistics.time_to_event import reached_on, waiting_curve, waiting_quantile

__all__ = [
    "ENOUGH",
    "ENOUGH_POINTS",
    "FEW",
    "RULES",
    "WINSOR",
    "Z95",
    "Z_OUTER",
    "Control",
    "Limits",
    "Prior",
    "Rate",
    "RunOut",
    "Signal",
    "Tables",
    "adjusted",
    "at_least",
    "benjamini_hochberg",
    "chain_ladder",
    "control",
    "fisher",
    "funnel_limits",
    "laney",
    "mantel_haenszel",
    "mean_limits",
    "newcombe",
    "outside",
    "over_dispersion",
    "p_chart",
    "prior",
    "reached_on",
    "run_out_rate",
    "runs",
    "scaled",
    "screen",
    "shrunken",
    "trends",
    "two_of_three",
    "waiting_curve",
    "waiting_quantile",
    "wilson",
    "wilson_limits",
    "xmr",
]
