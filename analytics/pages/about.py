"""What the numbers of a page rest on, in words: for its footline and for every file taken from it."""

from analytics import words
from analytics.charts.comparable import Scope, span_of
from analytics.charts.headline import left_out
from analytics.metrics.view import View
from analytics.pages import cache
from analytics.pages.filters import in_words
from analytics.pages.session import At

_OPTIONS = {
    "payer_classes": "payer-class",
    "payers": "payer",
    "providers": "provider",
    "places": "place-of-service",
    "drugs": "drug",
}


def about(at: At, scope: Scope) -> dict[str, str]:
    """Name and words of each thing that a number of the page depends on."""
    view = scope.view
    rests_on = {
        "Data through": f"{words.day(cache.as_of(at))} · snapshot {at.snapshot}{_stood(at)}",
        "Months": f"{span_of(view) or 'all months'}, by {words.BASIS[view.basis].lower()}",
        "Denied means": f"{words.DEFINITION[view.definition]}. {words.DEFINITION_WORDS[view.definition]}",
        "Filters": in_words(),
        "Reference data": f"release {cache.reference_of(at)[:8]}, listed on the Data page",
        "Same numbers": f"reimburse {command(view)}{f' --as-of {at.stood}' if at.stood else ''}",
    }
    note = left_out(scope)
    if scope.before is not None:
        rests_on["Compared with"] = span_of(scope.before) or "all months"
    return {**rests_on, **({"Not in the rates": note} if note else {})}


def _stood(at: At) -> str:
    return f", as it stood on {words.day(at.stood)}" if at.stood else ""


def command(view: View) -> str:
    """The command that prints the same numbers."""
    months = [f"{name} {day:%Y-%m}" for name, day in (("--from", view.start), ("--to", view.end)) if day]
    lists = [f"--{option} '{id_}'" for field, option in _OPTIONS.items() for id_ in getattr(view, field)]
    return " ".join(["metrics", *months, f"--basis {view.basis}", f"--definition {view.definition}", *lists])
