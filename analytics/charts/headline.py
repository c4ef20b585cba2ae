"""The one sentence on top of a page, made from the numbers by rules."""

from collections.abc import Sequence
from dataclasses import replace

from analytics import words
from analytics.charts.comparable import Month, Scope
from analytics.charts.tiles import Change, change
from analytics.metrics.evaluate import Value
from analytics.statistics import ENOUGH, FEW

WIDE = 0.30
"""An interval wider than this is called not reliable."""

SUBJECT = {
    "initial": "96372 denials were {rate} of answered lines {when}",
    "open": "{rate} of answered 96372 lines {when} still stand denied",
    "claim_status_4": "{rate} of 96372 lines with an answer carry claim status 4 {when}",
    "zero_paid": "{rate} of 96372 lines with an answer had an answer that paid $0 {when}",
    "allowed_zero": "{rate} of 96372 lines with an answer had an answer that allowed $0 {when}",
    "any_reason": "{rate} of 96372 lines with an answer carry an adjustment code {when}",
}


def headline(scope: Scope, now: Value, before: Value | None) -> str:
    """The denial rate, how sure it is, and whether it changed by more than chance."""
    when = _when(scope)
    if not now.n:
        return f"No 96372 line {when} has an answer yet: load the remittances of these months."
    if now.value is None and now.unsure:
        return _not_known(when, now)
    if now.n <= FEW:
        lines = words.number_of(now.n, "answered line")
        return f"{words.count(now.numerator or 0)} of {lines} of 96372 {when} denied: too few to name a rate."
    return f"{subject(scope.view.definition, now, when)}, {_verdict(scope, now, before)}."


def subject(definition: str, now: Value, when: str) -> str:
    """The rate in a sentence; at least so much where the files leave out a part."""
    rate = f"{'at least ' if now.unsure else ''}{words.percent(now.value)}"
    said = SUBJECT[definition].format(rate=rate, when=f"{when} ({words.interval(now.low, now.high)})")
    return said[:1].upper() + said[1:]


def empty(now: Value, otherwise: str) -> str:
    """In place of a chart of denials: that nothing is known, where that is so, else what it says otherwise."""
    is_untold = now.value is None and now.unsure != 0
    return f"Which lines were denied is {words.NOT_KNOWN}." if is_untold else otherwise


def _not_known(when: str, now: Value) -> str:
    lines = words.number_of(now.n, "answered 96372 line")
    return (
        f"How many of the {lines} {when} were denied is not known: of {words.lines(now.unsure)} the files give neither "
        "a reason code nor a status that says so. Load an export that has them, or the 835 files."
    )


def _when(scope: Scope) -> str:
    start, end = scope.view.start, scope.view.end
    if start is None or end is None:
        return "in the chosen months"
    return f"in {words.month(start)}" if start == end else f"from {words.month(start)} through {words.month(end)}"


def _verdict(scope: Scope, now: Value, before: Value | None) -> str:
    if scope.is_early:
        return "so far: too early to compare, payers have not answered enough"
    if (now.high or 0) - (now.low or 0) > WIDE:
        return "not reliable: the interval is wide"
    if now.n < ENOUGH:
        return f"from only {words.number_of(now.n, 'line')}: read it with care"
    if scope.before is None or before is None or before.n < ENOUGH:
        return "with no other months to compare with"
    moved = change(now, before)
    return _moved(moved, words.percent(before.value), _earlier(scope)) if moved else "not comparable with before"


def _earlier(scope: Scope) -> str:
    assert scope.before is not None and scope.before.start is not None and scope.before.end is not None
    return words.span(scope.before.start, scope.before.end)


def _moved(moved: Change, was: str, earlier: str) -> str:
    if not moved.is_beyond_chance:
        return f"no change beyond chance from {was} in {earlier}"
    return f"{'up' if moved.difference > 0 else 'down'} from {was} in {earlier}, more than chance explains"


def left_out(scope: Scope, *, of_denials: bool = False) -> str | None:
    """Which chosen months are not in the numbers yet, and how far payers have answered them.

    `of_denials`: and between which shares of denied lines each will end.
    """
    notes = [_left_out(scope, of_denials=of_denials), _behind(scope)]
    return " ".join(note for note in notes if note) or None


def _behind(scope: Scope) -> str:
    """The months that are among the numbers and answered less here than over all payers."""
    if not scope.behind:
        return ""
    days = words.months([month.day for month in scope.behind])
    shares = [month.completeness for month in scope.behind if month.completeness is not None]
    far = f" (about {_shares(shares)} answered)" if 0 < len(shares) <= words.MOST_MONTHS else ""
    return f"Answered less here than over all payers: {days}{far}; {_ends(scope.behind)}"


def _ends(months: Sequence[Month]) -> str:
    """Between what their denials will end, or that they will still change."""
    known = [(words.month(month.day), month.bounds) for month in months if month.bounds]
    if not known or len(known) > words.MOST_MONTHS:
        return "later remittances will change these months."
    said = words.listing([f"{name} {words.between(*bounds)}" for name, bounds in known])
    return f"of the lines sent will end denied: {said}."


def _left_out(scope: Scope, *, of_denials: bool) -> str | None:
    if not scope.left_out:
        return None
    if untold := [month.day for month in scope.left_out if month.is_untold]:
        rest = replace(scope, left_out=tuple(month for month in scope.left_out if not month.is_untold))
        why = "since their files do not say which lines were denied"
        more = _left_out(rest, of_denials=of_denials) or ""
        return f"Left out of the rates: {words.months(untold)}, {why}. {more}".strip()
    if not scope.is_early and (early := [month.day for month in scope.left_out if month.is_early]):
        late = replace(scope, left_out=tuple(month for month in scope.left_out if not month.is_early))
        why = "since the claims answered then were sent before the data begin"
        more = _left_out(late, of_denials=of_denials) or ""
        return f"Left out of the rates: {words.months(early)}, {why}. {more}".strip()
    bounds = _bounded(scope) if of_denials else ""
    listed = words.months([month.day for month in scope.left_out])
    shares = [month.completeness for month in scope.left_out if month.completeness is not None]
    is_one = len(scope.left_out) == 1
    if scope.is_early:
        far = (
            f": payers have answered about {_shares(shares)} of what to expect"
            if 0 < len(shares) <= words.MOST_MONTHS
            else ""
        )
        later = "Later remittances will change these numbers."
        return f"{listed} {'is' if is_one else 'are'} not complete yet{far}. {later}{bounds}"
    far = f" (about {_shares(shares)} answered)" if 0 < len(shares) <= words.MOST_MONTHS else ""
    return f"Left out of the rates because payers have not answered enough yet: {listed}{far}.{bounds}"


def _bounded(scope: Scope) -> str:
    """Between what each month left out will end, whatever the answers still to come say."""
    known = [(words.month(month.day), month.bounds) for month in scope.left_out if month.bounds]
    if not known or len(known) > words.MOST_MONTHS:
        return ""
    said = words.listing([f"{name} {words.between(*bounds)}" for name, bounds in known])
    return f" Whatever is still to come, of the lines sent will end denied: {said}."


def _shares(shares: list[float]) -> str:
    return words.listing([f"{share * 100:.0f} %" for share in shares])
