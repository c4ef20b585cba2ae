"""A file that the user adds: which of the tables it is, and its rows."""

from collections.abc import Callable

from analytics.reference.contracts import contracts
from analytics.reference.edit_files import edit_pairs, most_units
from analytics.reference.locality_indices import locality_indices
from analytics.reference.relative_values import relative_values
from analytics.reference.sheet import FileRefusedError, Sheet, Table, read_sheet

READERS: tuple[Callable[[Sheet], Table | None], ...] = (
    relative_values,
    locality_indices,
    edit_pairs,
    most_units,
    contracts,
)


def read_published(data: bytes, name: str) -> Table:
    """The table that a file holds; refuses what is none of those that are read here, or is broken."""
    sheet = read_sheet(data, name)
    for reader in READERS:
        table = reader(sheet)
        if table is not None:
            return table
    raise FileRefusedError(
        "this is none of the tables that are read here: CMS's PPRRVU, GPCI, practitioner PTP or MUE file as CSV or "
        "text, or a contract table with the columns payer, code, modifier, place, basis, rate, from, to"
    )
