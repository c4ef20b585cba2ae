"""The same deck, the same bytes: what a zip and a workbook note of the clock is set to the report's own day."""

import re
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_OLDEST = 1980


def packed(made: Any, day: date) -> bytes:
    """The presentation as a file, its workbooks set to the day as well."""
    for part in made.part.package.iter_parts():
        if str(part.partname).endswith(".xlsx"):
            part._blob = still(part.blob, day)
    out = BytesIO()
    made.save(out)
    return still(out.getvalue(), day)


def still(archive: bytes, day: date) -> bytes:
    """A zip with every time in it set to one day."""
    out = BytesIO()
    moment = (max(day.year, _OLDEST), day.month, day.day, 0, 0, 0)
    with ZipFile(BytesIO(archive)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            info = ZipInfo(member.filename, moment)
            info.compress_type = ZIP_DEFLATED
            content = old.read(member)
            if member.filename.endswith("core.xml"):
                content = _CLOCK.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode(), content)
            new.writestr(info, content)
    return out.getvalue()
