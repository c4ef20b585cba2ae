"""The footnotes: what the numbers mean, how far the data reach, what is left out, which reference data are in force."""

from collections.abc import Sequence

from analytics import words
from analytics.charts.headline import left_out
from analytics.charts.tiles import RECEIVED, RECEIVED_WORDS
from analytics.metrics.catalog import BY_NAME
from analytics.metrics.evaluate import WAITING_WORDS
from analytics.report.content.front import SHOWN, label_of
from analytics.report.content.material import Material
from analytics.report.model import Note
from analytics.report.suppression import HIDDEN

KINDS = {
    "payer_classes": "payer class", "payers": "payer", "providers": "provider", "places": "place of service",
    "drugs": "drug",
}  # fmt: skip


def notes(material: Material, reference: Sequence[str]) -> tuple[Note, ...]:
    """In the order in which a reader asks."""
    asked, definition = material.asked, material.asked.filters.definition
    return (
        Note("Months", _months(material)),
        Note("Denied", f"{words.DEFINITION[definition]}. {words.DEFINITION_WORDS[definition]}"),
        *(Note(label_of(name, definition), _words(name)) for name in SHOWN if name != "denial_rate"),
        Note("Not mature yet", _maturity(material)),
        Note("Certainty", "Intervals are 95 %. A change within its interval is called within chance and claims "
             "nothing; a change of the denial rate is claimed only where the limits of all months support it."),
        Note("Small numbers", f"No number rests on {HIDDEN}: such groups stand together, or are left out."),
        Note("Rows", "What only repeats a chart stands in the workbook and on the web page, not on paper or slides."),
        Note("Data", f"{_data(material)}. Filters: {_filters(material)}."),
        Note("Reference data", "; ".join(reference) or "as shipped"),
        Note("Same numbers", f"reimburse {command(asked.basis, definition, f'{asked.month:%Y-%m}')}"),
    )  # fmt: skip


def _words(name: str) -> str:
    return RECEIVED_WORDS if name == RECEIVED else WAITING_WORDS.get(name) or BY_NAME[name].words


def _months(material: Material) -> str:
    basis = words.BASIS[material.asked.basis].lower()
    window = material.window
    span = words.span(window.start, window.end) if window.start and window.end else "all months"
    return f"By {basis}. Payers, classes, prices and pairs are of {span}, since one month of one payer is too few."


def _maturity(material: Material) -> str:
    if material.is_preliminary:
        far = left_out(material.scope) or "The month had not closed when the data end."
        return f"This report is preliminary. {far}"
    shown = [one for one in material.months if one.day <= material.asked.month]
    immature = [one.day for one in shown if not one.is_comparable and not one.is_early]
    early = [one.day for one in shown if one.is_early]
    said = [f"not answered enough to compare: {words.months(immature)}"] if immature else []
    behind = [one.day for one in shown if one.is_behind]
    said += [f"answered less here than over all payers: {words.months(behind)}"] if behind else []
    said += [f"answers to claims sent before the data begin: {words.months(early)}"] if early else []
    if not said:
        return "Payers have answered every month shown here enough to compare it."
    return f"Hatched months are left out of comparisons; {'; '.join(said)}."


def _data(material: Material) -> str:
    return f"Through {words.day(material.as_of)}, snapshot {material.facts.snapshot.id}"


def _filters(material: Material) -> str:
    view, people = material.asked.filters, material.people
    names = dict(people.select("payer_id", "payer_name").unique().sort("payer_id", "payer_name").iter_rows())
    said = {
        "payer_classes": [words.payer_class(name) for name in view.payer_classes],
        "payers": [words.name(names.get(payer, payer)) for payer in view.payers],
        "providers": list(view.providers),
        "places": list(view.places),
        "drugs": list(view.drugs),
    }
    parts = [f"{KINDS[kind]} {words.listing(values)}" for kind, values in said.items() if values]
    return "; ".join(parts) or "all payers, providers, places and drugs"


def footline(material: Material) -> str:
    """Snapshot, cut-off, basis and filters in one line."""
    return f"{_data(material)} · by {words.BASIS[material.asked.basis].lower()} · {_filters(material)}"


def command(basis: str, definition: str, month: str) -> str:
    """The command that prints the same numbers."""
    return f"metrics --from {month} --to {month} --basis {basis} --definition {definition}"
