"""The practice's own sign on the report."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

LARGEST_LOGO = 1_000_000
MOST_PIXELS = 16_000_000

_BEGINS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


def logo_fault(data: bytes) -> str | None:
    """Why a file cannot be a logo; None where it can."""
    if len(data) > LARGEST_LOGO:
        return "larger than 1 MB; choose a smaller picture"
    if not data.startswith(tuple(_BEGINS)):
        return "not a PNG or JPEG picture; choose one"
    return None if _is_whole(data) else "damaged or too many pixels; save it again as a smaller PNG"


def _is_whole(data: bytes) -> bool:
    """Every pixel can be read; the size is looked at first, so that a bomb stays packed."""
    try:
        with Image.open(BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return False
            picture.load()
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        return False
    return True


def known_format(logo: bytes) -> str:
    """png or jpg, by how the file begins; anything else is refused with the next step."""
    for begins, its in _BEGINS.items():
        if logo.startswith(begins):
            return its
    raise ValueError("the logo is neither a PNG nor a JPEG picture; save it as PNG and name that file")
