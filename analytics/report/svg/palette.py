"""The colours of a drawing by name: fixed for paper, or left to the page, which may be light or dark."""

from dataclasses import dataclass

from analytics.charts.colours import Look, ink_on


@dataclass(frozen=True)
class Palette:
    """Colours of one look; `is_live` leaves them to the style sheet of the page (see `properties`)."""

    look: Look
    is_live: bool = False

    def colour(self, name: str) -> str:
        """A colour for a style: ink, muted, line, accent, context, lost, paper, scale-0 …, class-medicare …"""
        return f"var(--{name})" if self.is_live else named(self.look)[name]

    def on(self, name: str) -> str:
        """What is read best on a colour: black or white."""
        return f"var(--on-{name})" if self.is_live else ink_on(named(self.look)[name])

    def class_name(self, payer_class: str) -> str:
        """The name of the hue of a payer class; small classes share one, none has the accent."""
        if not payer_class:
            return "accent"
        return f"class-{payer_class if payer_class in self.look.payer_class else 'other'}"


def named(look: Look) -> dict[str, str]:
    """Every colour of a look by its name."""
    single = ("paper", "ink", "muted", "line", "accent", "context", "lost")
    return {
        **{name: getattr(look, name) for name in single},
        **{f"scale-{at}": colour for at, colour in enumerate(look.scale)},
        **{f"class-{name}": colour for name, colour in look.payer_class.items()},
    }


def properties(look: Look) -> str:
    """The same as custom properties of a style sheet, each with what is read best on it."""
    colours = named(look)
    return "".join(f"--{name}:{colour};--on-{name}:{ink_on(colour)};" for name, colour in colours.items())
