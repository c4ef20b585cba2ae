"""The inks and hues of every chart, tuned apart for light and dark; a hue means the same on every page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """One set of colours. Text and marks keep their contrast to the paper; a test measures it."""

    paper: str
    ink: str
    muted: str
    line: str
    accent: str
    context: str
    lost: str
    scale: tuple[str, ...]
    payer_class: dict[str, str]

    def of_class(self, payer_class: str) -> str:
        """The hue of a payer class; small classes share one."""
        return self.payer_class.get(payer_class, self.payer_class["other"])

    def shade(self, value: float, low: float, high: float, *, is_good_high: bool) -> str:
        """The step of the scale that a value of a heat map stands on."""
        share = (value - low) / ((high or 1) - low or 1)
        place = min(int(max(share, 0.0) * len(self.scale)), len(self.scale) - 1)
        return self.scale[-1 - place if is_good_high else place]


LIGHT = Look(
    paper="#ffffff",
    ink="#0b1119",
    muted="#596273",
    line="#d9dee5",
    accent="#44489c",
    context="#8a93a3",
    lost="#b3261e",
    scale=(
        "#eef0fa",
        "#d5d9f0",
        "#b4bae3",
        "#9299d3",
        "#7279c1",
        "#5a5fb0",
        "#44489c",
        "#353983",
        "#292c69",
        "#1d204f",
    ),
    payer_class={
        "medicare": "#0072b2",
        "medicare_advantage": "#3a97d0",
        "commercial": "#c77700",
        "medicaid": "#00795a",
        "other": "#a8588a",
    },
)

DARK = Look(
    paper="#12161c",
    ink="#e6eaf0",
    muted="#a3adbb",
    line="#313a47",
    accent="#a3a8f7",
    context="#7a8494",
    lost="#ff8a80",
    scale=(
        "#1b1f33",
        "#252a4a",
        "#313764",
        "#3f4580",
        "#4e559c",
        "#6067b7",
        "#767dcd",
        "#8f95e0",
        "#a9aeef",
        "#c5c9f9",
    ),
    payer_class={
        "medicare": "#4da3e0",
        "medicare_advantage": "#8ccbf2",
        "commercial": "#f0a030",
        "medicaid": "#2fbf95",
        "other": "#d892b8",
    },
)


def ink_on(ground: str) -> str:
    """Black or white: one of them is always readable."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, ground))


def paler(colour: str) -> str:
    """Half as strong on white paper: for the interval beneath its dot."""
    return "#" + "".join(f"{(int(colour[at : at + 2], 16) + 255) // 2:02x}" for at in (1, 3, 5))


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two hex colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
