"""Text from files, kept harmless for documents: nothing that a reader cannot see, nothing that XML forbids."""

import re
from html import escape

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Control characters, marks that turn the direction of what follows, and halves of characters."""


def inert(text: str) -> str:
    """The text without characters that do not show."""
    return _HIDDEN.sub("", text)


def marked(text: str) -> str:
    """The same as text of XML or HTML, in an attribute, too."""
    return escape(inert(text), quote=True)
