"""When a visit counts as lost to the injection of its day (meanings 28)."""

import polars as pl
from drawn import build, stored, table
from story import Batch, Story

told = Batch()


LOSSES = """
claim | visit                     | injection   | mods | by         | reworked
L1    | CO-236 90.00              | CO-45 24.00 |      |            |
L2    | CO-97 90.00               | CO-45 24.00 |      |            |
L3    | CO-4 90.00                | CO-45 24.00 |      |            |
L4    | CO-16 90.00 N822          | CO-45 24.00 |      |            |
L5    | CO-236 90.00              | CO-45 24.00 |      |            | yes
N1    | CO-16 90.00 MA130         | CO-45 24.00 |      |            |
N2    | CO-50 90.00               | CO-45 24.00 |      |            |
N3    | CO-45 30.00               | CO-45 24.00 | 25   |            |
N4    | CO-45 30.00               | CO-97 40.00 | 25   |            |
N5    | CO-236 90.00              | CO-97 40.00 |      |            |
L6    | CO-236 90.00              | CO-45 24.00 |      | 1000000009 |
O1    | CO-236 90.00              | CO-45 24.00 |      | 1000000008 |
P1    | CO-236 90.00              |             |      |            |
"""


def drawn_losses() -> dict[str, pl.DataFrame]:
    """One pair each, as a claim of a visit and an injection, and its remittance."""
    claims: list[dict[str, str]] = []
    remits: list[dict[str, str]] = []
    for row in table(LOSSES):
        visit = {"code": "99213", "charge": "90.00"}
        shot = {"code": "96372", "charge": "40.00"}
        adjusted, _, remark = row["visit"].partition(".00 ")
        adj = adjusted.removesuffix(".00") + ".00"
        paid = f"{90 - float(adj.split()[1]):.2f}"
        by = row["by"] or "1000000001"
        who = {"by": by, "taxonomy": "207R00000X" if by == "1000000008" else "207Q00000X"}
        claims += [
            {"claim": row["claim"], "patient": row["claim"], "mods": row["mods"], **who, **visit},
            {"claim": "", "by": "1000000001", "taxonomy": "207Q00000X", **shot},
        ]
        remits.append({"on": "02-01", "claim": row["claim"], "paid": paid, "adj": adj, "remarks": remark, **visit})
        if row["injection"]:
            left = f"{40 - float(row['injection'].split()[1]):.2f}"
            remits.append({"on": "02-01", "claim": "", "paid": left, "adj": row["injection"], **shot})
        if row["reworked"]:
            remits.append({"on": "03-01", "claim": row["claim"], "paid": "60.00", "adj": "CO-45 30.00", **visit})
    return build(stored(claims, remits), tables=("injection", "encounter"))


def test_a_visit_is_lost_when_the_pair_took_it_and_the_injection_was_paid() -> None:
    """28: edit pair, bundled, modifier, or 16 with a modifier remark; a colleague of one specialty is the same
    provider, other specialties and pending pairs stand apart."""
    built = drawn_losses()
    frame = built["injection"]
    assert frame["is_office_pair"].sum() == 13
    pairs = frame.filter("is_answered_pair")
    assert set(pairs["patient_key"]) == {"L1", "L2", "L3", "L4", "L5", "L6", "N1", "N2", "N3", "N4", "N5"}
    assert set(pairs.filter("em_lost_first")["patient_key"]) == {"L1", "L2", "L3", "L4", "L5", "L6"}
    assert set(pairs.filter("em_lost_open")["patient_key"]) == {"L1", "L2", "L3", "L4", "L6"}
    assert set(pairs.filter("em_has_modifier_25")["patient_key"]) == {"N3", "N4"}


@told(
    claims="""
    claim | patient | code  | charge | mods | sent  | freq
    A     | ann     | 99213 | 90.00  | 25   | 01-12 | 1
    A     | ann     | 99213 | 90.00  | 25   | 02-12 | 8
    A2    | ann     | 96372 | 40.00  |      | 01-12 | 1
    """
)
def test_a_voided_visit_leaves_the_rate_of_modifier_25(story: Story) -> None:
    """9: voided lines leave every rate; the pair is excluded."""
    story.injections("""
    is_office_pair | is_answered_pair
    no             | no
    """)
