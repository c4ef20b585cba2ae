"""What a number rests on: its two halves, and how many lines are in it and why the others are not."""

from collections.abc import Mapping

from analytics import words
from analytics.metrics.evaluate import Value

_BESIDE = {"capitated": "paid by capitation", "encounter_rate": "paid in an encounter rate"}
"""Ways of being paid that are in no rate, by the beginning of their metrics' names."""


def halves(value: Value) -> str:
    """The number as the division or the sum that it is."""
    if value.numerator is None:
        return ""
    if value.denominator is None:
        return f"a sum over {words.number_of(value.n, 'line')}"
    if value.unit == "rate":
        return f"{words.count(value.numerator)} of {words.count(value.denominator)}"
    if value.unit == "cents":
        return f"{words.exact(int(value.numerator))} ÷ {words.count(value.denominator)}"
    return f"{words.exact(int(value.numerator))} ÷ {words.exact(int(value.denominator))}"


def counted(values: Mapping[str, Value]) -> str:
    """Of all lines: answered, passed on, paid in other ways, not answered; and those that are in nothing."""
    lines, routed = values["injections_billed"].n, values["routed_rate"]
    passed = int(routed.numerator or 0)
    beside = {name: int(values[f"{name}_lines"].numerator or 0) for name in _BESIDE}
    answered = int(routed.denominator or 0) - passed
    rest = lines - answered - passed - sum(beside.values())
    gone = int(values["lines_left_out"].numerator or 0)
    parts = [
        f"{words.count(answered)} answered",
        f"{words.count(passed)} passed on to another payer",
        *(
            f"{words.count(count)} {_BESIDE[name]} ({words.exact(int(values[f'{name}_charge'].value or 0))} charged)"
            for name, count in beside.items()
            if count
        ),
        f"{words.count(rest)} not answered by a first payer yet",
    ]
    apart = f"; {words.count(gone)} voided or withdrawn are not among them" if gone else ""
    return f"Of {words.number_of(lines, 'line')}: {words.listing(parts)}{apart}"
