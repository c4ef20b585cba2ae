"""What is asked: period, basis, definition and filters, as one hashable value."""

from dataclasses import asdict, dataclass
from datetime import date

DEFINITIONS = ("initial", "open", "claim_status_4", "zero_paid", "allowed_zero", "any_reason")
BASES = ("service", "answer")

KEYS: dict[str, tuple[str, ...]] = {
    "month": ("month",),
    "payer_class": ("payer_class",),
    "payer": ("payer_id", "payer_name"),
    "provider": ("rendering_npi", "provider_name"),
    "place_of_service": ("place_of_service",),
    "drug": ("drug",),
}
"""What numbers can be split by, and the columns that name a group."""


@dataclass(frozen=True)
class View:
    """One question's filters; an empty tuple filters nothing. `start` and `end` are first days of inclusive months."""

    start: date | None = None
    end: date | None = None
    basis: str = "service"
    definition: str = "initial"
    payer_classes: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()

    def params(self, as_of: date | None) -> dict[str, object]:
        """Bound parameters for queries/ask; None leaves a filter open."""
        lists = {name: list(value) or None for name, value in asdict(self).items() if isinstance(value, tuple)}
        return {"start": self.start, "end": self.end, "basis": self.basis, "as_of": as_of, **lists}

    def filters(self) -> dict[str, object]:
        """The filters that are set, as plain values for JSON."""
        words = {name: list(value) for name, value in asdict(self).items() if isinstance(value, tuple) and value}
        months = {name: f"{day:%Y-%m}" for name, day in (("from", self.start), ("to", self.end)) if day}
        return {**months, **words}


def key_columns(by: tuple[str, ...]) -> list[str]:
    """The columns that name a group."""
    return [column for key in by for column in KEYS[key]]


def in_order(by: tuple[str, ...]) -> tuple[str, ...]:
    """The same keys in the order in which groups are listed, whatever the order they were asked in."""
    return tuple(key for key in KEYS if key in by)
