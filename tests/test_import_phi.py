"""Nothing that names a patient leaves the reader: not in a row, not in a notice, not in the quarantine."""

from test_bad_input_x12 import SECOND
from test_import_835 import FULL
from test_import_837 import DEPENDENT
from x12_text import CLAIM_835, CLAIM_837, SUBSCRIBER, file_835, file_837, read

# Names, member ids and birth dates of the drawn people, and the number of an authorization.
CANARIES = ("ROE", "RICHARD", "DOE", "JANE", "TED", "M0001", "M0002", "M0007", "OTHER9", "19700131", "20150131", "AUTH")


def test_no_canary_is_left() -> None:
    """Good files, a file with a refused claim, and a refused file."""
    bad = SECOND.replace("J1885*50*50", "J1885*50*fifty")
    batch = read(
        file_835(CLAIM_835, FULL, bad, paid="190"),
        file_837(SUBSCRIBER, CLAIM_837, DEPENDENT),
        file_835().replace(b"~", b""),
    )
    frames = [*batch.tables.values(), batch.quarantine]
    found = "\n".join(str(row) for frame in frames for row in frame.rows()) + str(batch.files)
    assert batch.files[0].status == "partial" and batch.files[2].status == "rejected"
    assert [canary for canary in CANARIES if canary in found] == []
