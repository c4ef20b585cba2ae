"""Takebacks by PLB (meanings 24, domain 19.7): linked however a reference is written, netted, no line's money."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import polars as pl
from drawn import NPI, build, day, digest, stored, table
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.tables import STORED, schema_of

Row = tuple[object, ...]
CLAIMS = """
claim | patient | code  | charge
PA    | 1       | 96372 | 40.00
PB    | 2       | 96372 | 40.00
PC    | 3       | 96372 | 40.00
PD    | 4       | 96372 | 40.00
"""
REMITS = """
on    | claim | icn   | code  | charge | paid  | adj         | trace
03-25 | PA    | ICNPA | 96372 | 40.00  | 25.00 | CO-45 15.00 | CHKPA
03-25 | PB    | ICNPB | 96372 | 40.00  | 25.00 | CO-45 15.00 | CHKPB
03-25 | PC    | ICNPC | 96372 | 40.00  | 25.00 | CO-45 15.00 | CHKPC
03-25 | PD    | ICNPD | 96372 | 40.00  | 25.00 | CO-45 15.00 | CHKPD
"""


def taken(rows: dict[str, pl.DataFrame], plb: str) -> dict[str, pl.DataFrame]:
    """The stored rows with PLB pairs drawn as `on | trace | pairs` (optional payer, payer_id, npi), each row in a
    payment of its own unless `on` and `trace` are those of one that is drawn already."""
    payments, pairs = [], []
    for place, row in enumerate(table(plb)):
        trace = row.get("trace") or f"PLB{place}"
        payment = digest("payment", row["on"], row.get("payer"), trace)[:12]
        sha = digest("file", payment) * 2
        payments.append({
            "payment_id": payment, "payer_source_id": row.get("payer_id") or None,
            "payer_source_name": row.get("payer") or "ACME", "payee_npi": row.get("npi") or NPI,
            "amount": Decimal(0), "payment_date": day(row["on"]), "production_date": day(row["on"]), "trace": trace,
            "interchange_date": day(row["on"]), "claim_count": 0, "is_test": False, "source_sha": sha,
            "source_position": 3,
        })  # fmt: skip
        for nth, pair in enumerate(row["pairs"].split(",")):
            said, cents = pair.strip().rsplit(" ", 1)
            reason, _, reference = said.partition(":")
            pairs.append({
                "payment_id": payment, "position": place * 50 + nth, "provider_id": NPI, "reason": reason,
                "reference": reference or None, "amount": Decimal(cents), "source_sha": sha, "source_position": 900,
            })  # fmt: skip
    new = pl.DataFrame(payments, schema=schema_of(STORED["remit_payment"])).unique("payment_id", maintain_order=True)
    new = new.join(rows["remit_payment"], on="payment_id", how="anti")
    return rows | {
        "remit_payment": pl.concat([rows["remit_payment"], new]),
        "provider_adjustment": pl.DataFrame(pairs, schema=schema_of(STORED["provider_adjustment"])),
    }


def found(plb: str, *, claims: str = CLAIMS, remits: str = REMITS, also: Sequence[str] = ()) -> list[Row]:
    """Reference, cents, claim, whether it was reversed, cents outside; and more columns."""
    frame = build(taken(stored(claims, remits), plb), tables=("takeback",))["takeback"]
    columns = ("reference", "amount_cents", "claim_id", "has_reversal", "outside_cents", *also)
    return sorted(frame.select(columns).rows(), key=str)


def linked(references: Sequence[str], **drawn: str) -> dict[str, str | None]:
    """Each reference and the claim it names; each stands alone, under a reason that nets with nothing of the others."""
    rows = stored(drawn.get("claims", CLAIMS), drawn.get("remits", REMITS))
    named: dict[str, str | None] = {}
    frame = build(taken(rows, "on | pairs\n" + "\n".join(f"09-25 | WO:{one} 1.00" for one in references)), tables=STEPS)
    for row in frame["plb_pair"].join(frame["plb_named"], on="written", how="left").iter_rows(named=True):
        named[row["reference"]] = row["claim_id"]
    return named


STEPS = ("plb_pair", "plb_named", "takeback")


def test_four_ways_to_write_one_reference_and_one_that_names_nothing() -> None:
    """24: each way names its claim; what names nothing is listed all the same."""
    assert found("""
        on    | trace | pairs
        09-25 | CHK9  | WO:ICNPA 25, WO:PB 25, WO:PC ICNPC CHKPC 25, WO:ICNPD MID00004 25, WO:ZZ0000000 40
    """, also=("payment", "payment_date", "payer_id")) == [
        ("ICNPA", 2500, "PA", False, 2500, "CHK9", date(2025, 9, 25), "ACME-commercial"),
        ("ICNPD MID00004", 2500, "PD", False, 2500, "CHK9", date(2025, 9, 25), "ACME-commercial"),
        ("PB", 2500, "PB", False, 2500, "CHK9", date(2025, 9, 25), "ACME-commercial"),
        ("PC ICNPC CHKPC", 2500, "PC", False, 2500, "CHK9", date(2025, 9, 25), "ACME-commercial"),
        ("ZZ0000000", 4000, None, False, 0, "CHK9", date(2025, 9, 25), "ACME-commercial"),
    ]  # fmt: skip


def test_no_line_changes_by_it() -> None:
    tables = ("line", "event", "leak", "injection")
    rows = stored(CLAIMS, REMITS)
    before, after = build(rows, tables=tables), build(taken(rows, "on | pairs\n09-25 | WO:ICNPA 25"), tables=tables)
    for name in tables:
        assert before[name].sort(pl.all()).equals(after[name].sort(pl.all())), name


separator = st.sampled_from([" ", "-", "/", "*", ".", "  ", "_", ", "])


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """A claim, and one of the ways in which payers write which claim they mean."""
    claim = draw(st.sampled_from(["PA", "PB", "PC", "PD"]))
    icn, day_, check, member = f"ICN{claim}", "20250110", f"CHK{claim}", "MID00004"
    between = draw(separator)
    ways = (
        (icn,), (claim,), (claim, icn), (claim, icn, check), (icn, member), (claim, day_, icn), (icn, claim),
        (member, icn), (check, claim),
    )  # fmt: skip
    said = between.join(draw(st.sampled_from(ways)))
    joined = draw(st.sampled_from(["", "", f"{icn}{member}", f"{claim}{icn}{check}", f"{icn}1EG4TE5MK73"]))
    said = draw(st.sampled_from(["", " ", "#"])) + (joined or said)
    return draw(st.sampled_from([said, said.lower(), said.title()])), claim


@settings(deadline=None, max_examples=15)
@given(st.lists(spellings(), min_size=12, max_size=12))
def test_any_spelling_of_a_reference_links_to_the_same_claim(said: list[tuple[str, str]]) -> None:
    """The law: case, separators, order and what stands beside a claim's number change nothing."""
    named = linked([reference.replace(",", "") for reference, _ in said])
    for reference, claim in said:
        assert named[reference.replace(",", "").strip()] == claim, reference


def test_a_wrong_link_is_worse_than_none() -> None:
    """Digits that go on are another number; a number of two claims names none; nor does another payer's or payee's."""
    claims = "claim | payer | npi | code | charge\n" + "\n".join(
        f"{claim} | {payer} | {npi} | 96372 | 40.00"
        for claim, payer, npi in (
            ("1000", "", ""), ("20250001", "", ""), ("X1", "", ""), ("X2", "", ""), ("OTHER1", "OTHER", ""),
            ("1234567890", "", ""), ("MINE1", "", "1234567893"),
        )
    )  # fmt: skip
    remits = """
        on    | claim      | icn     | code  | charge | paid  | adj         | payer | npi        | trace
        03-25 | 1000       | 77001   | 96372 | 40.00  | 25.00 | CO-45 15.00 |       |            | a
        03-25 | 20250001   | 77002   | 96372 | 40.00  | 25.00 | CO-45 15.00 |       |            | b
        03-25 | X1         | SHARED  | 96372 | 40.00  | 25.00 | CO-45 15.00 |       |            | c
        03-25 | X2         | SHARED  | 96372 | 40.00  | 25.00 | CO-45 15.00 |       |            | d
        03-25 | OTHER1     | ICNO    | 96372 | 40.00  | 25.00 | CO-45 15.00 | OTHER |            | e
        03-25 | 1234567890 | 77003   | 96372 | 40.00  | 25.00 | CO-45 15.00 |       |            | f
        03-25 | MINE1      | ICNM    | 96372 | 40.00  | 25.00 | CO-45 15.00 |       | 1234567893 | g
    """
    wanted = {
        "1000": "1000", "10001": None, "100012345": None, "1000123456": "1000", "1000X": "1000", "202500012": None,
        "SHARED": None, "SHARED X1": "X1", "OTHER1": None, "ICNO": None, "MINE1": None, "ICNM": None,
        "123456789001": "1234567890", "77001": "1000", "770015": None, "77001/1234567": "1000", "99": None,
    }  # fmt: skip
    assert linked(list(wanted), claims=claims, remits=remits) == wanted


def test_the_payers_number_goes_before_ours_and_the_whole_before_a_part() -> None:
    remits = """
        on    | claim | icn  | code  | charge | paid  | adj         | trace
        03-25 | PA    | PB   | 96372 | 40.00  | 25.00 | CO-45 15.00 | a
        03-25 | PB    | I2   | 96372 | 40.00  | 25.00 | CO-45 15.00 | b
        03-25 | PC    | PBPD | 96372 | 40.00  | 25.00 | CO-45 15.00 | c
        03-25 | PD    | I4   | 96372 | 40.00  | 25.00 | CO-45 15.00 | d
    """
    wanted = {"PB": "PA", "I2": "PB", "PB PD": "PC", "PD I2": "PB", "PD-PB": "PA"}
    assert linked(list(wanted), remits=remits) == wanted


def test_recoveries_are_netted_per_claim_or_text() -> None:
    """WO less FB and 72; none where nothing is left; the payment is the last one's."""
    assert found("""
        on    | trace | pairs
        06-01 | K1    | WO:ICNPA 25, FB:ICNPA -25
        06-08 | K2    | WO:PB 25, WO:ICNPB -10
        06-15 | K3    | WO:ICNPC 25, 72:PC -25
        06-22 | K4    | WO:ICNPD -25
        06-29 | K5    | WO:Z1 40, FB:z-1 -15
        07-06 | K6    | WO:Z2 40, 72:Z2 -40
        07-13 | K7    | WO:Z3 -40
    """, also=("payment",)) == [
        ("ICNPB", 1500, "PB", False, 1500, "K2"),
        ("z-1", 2500, None, False, 0, "K5"),
    ]  # fmt: skip


def test_a_balance_carried_forward_and_applied_is_taken_once() -> None:
    assert found("""
        on    | trace | pairs
        06-01 | K1    | WO:ICNPA 25, FB:ICNPA -25
        06-08 | K2    | FB:ICNPA 25
    """, also=("payment",)) == [("ICNPA", 2500, "PA", False, 2500, "K2")]  # fmt: skip


def test_what_is_about_no_claim_is_no_takeback() -> None:
    """L6, 50, E3, IR, LE, J1 never; of the others only what takes money and names a claim."""
    codes = ", ".join(f"{code}:ICNPA 25" for code in ("L6", "50", "E3", "IR", "LE", "J1"))
    assert found(f"on | pairs\n06-01 | {codes}") == []
    assert found("on | pairs\n06-01 | CS:ICNPA 25, CS:Z1 25, FB:Z2 25, AH:Z3 25") == [
        ("ICNPA", 2500, "PA", False, 2500)
    ]


def test_a_recovery_without_a_reference_is_unallocated() -> None:
    assert found("on | pairs\n06-01 | WO 40") == [(None, 4000, None, False, 0)]


REVERSED = """
on    | claim | icn    | code  | charge | paid   | adj          | status | trace
03-25 | PA    | ICNPA  | 96372 | 40.00  | 25.00  | CO-45 15.00  |        | a
04-25 | PA    | ICNPA  | 96372 | -40.00 | -25.00 | CO-45 -15.00 | 22     | b
04-25 | PA    | ICNPA2 | 96372 | 40.00  | 15.00  | CO-45 25.00  |        | b
03-25 | PB    | ICNPB  | 96372 | 40.00  | 25.00  | CO-45 15.00  |        | c
05-25 | PB    | ICNPB  | 96372 | -40.00 | -25.00 | CO-45 -15.00 | 22     | d
03-25 | PC    | ICNPC  | 96372 | 40.00  | 25.00  | CO-45 15.00  |        | e
04-25 | PC    | ICNPC  | 96372 | -40.00 | -25.00 | CO-45 -15.00 | 22     | f
04-25 | PC    | ICNPC2 | 96372 | 40.00  | 30.00  | CO-45 10.00  |        | f
"""


def test_only_what_exceeds_the_fall_of_the_claim_is_outside() -> None:
    """Partly reversed; reversed whole, later than the recovery; raised, so that nothing fell; old and new number."""
    assert found("on | pairs\n05-01 | WO:ICNPA 25, WO:ICNPB 25, WO:ICNPC 25", remits=REVERSED) == [
        ("ICNPA", 2500, "PA", True, 1500),
        ("ICNPB", 2500, "PB", True, 0),
        ("ICNPC", 2500, "PC", True, 2500),
    ]
    for cents, outside in (("9.99", 0), ("10.00", 0), ("10.01", 1)):
        ((_, amount, claim, _, beyond),) = found(f"on | pairs\n05-01 | WO:ICNPA2 {cents}", remits=REVERSED)
        assert (amount, claim, beyond) == (round(float(cents) * 100), "PA", outside)


def test_visits_under_one_account_number_are_claims_of_their_own() -> None:
    """Some senders put the account number into CLP01: the payer's number tells which visit is meant."""
    claims = """
        claim | patient | date  | code  | charge
        ACC   | 1       | 01-10 | 96372 | 40.00
        ACC   | 1       | 02-10 | 96372 | 40.00
    """
    remits = """
        on    | claim | icn  | date  | code  | charge | paid   | adj          | status | trace
        03-25 | ACC   | ICN1 | 01-10 | 96372 | 40.00  | 25.00  | CO-45 15.00  |        | a
        03-26 | ACC   | ICN2 | 02-10 | 96372 | 40.00  | 25.00  | CO-45 15.00  |        | b
        04-25 | ACC   | ICN2 | 02-10 | 96372 | -40.00 | -25.00 | CO-45 -15.00 | 22     | c
    """
    plb = "on | pairs\n05-01 | WO:ICN1 25, WO:ACC 20250210 ICN2 25"
    assert found(plb, claims=claims, remits=remits) == [
        ("ACC 20250210 ICN2", 2500, "ACC", True, 0),
        ("ICN1", 2500, "ACC", False, 2500),
    ]


def test_a_payment_that_came_twice_takes_once() -> None:
    rows = taken(stored(CLAIMS, REMITS), "on | trace | pairs\n09-25 | K9 | WO:ICNPA 25, WO:Z 40")
    again = {}
    for name in ("remit_payment", "provider_adjustment"):
        mine = rows[name] if name == "provider_adjustment" else rows[name].filter(pl.col("trace") == "K9")
        again[name] = mine.with_columns(payment_id=pl.lit("again"), source_sha=pl.lit("f" * 64))
    twice = rows | {name: pl.concat([rows[name], again[name]]) for name in again}
    once_, twice_ = (build(one, tables=("takeback",))["takeback"].sort(pl.all()) for one in (rows, twice))
    assert once_.equals(twice_) and once_["amount_cents"].sum() == 6500


def test_the_payer_is_the_claims_own_and_without_one_the_sender() -> None:
    """One sender with two classes; one whose name came only with payments; one never seen with a claim."""
    claims = """
        claim | payer | payer_id | filing | code  | charge
        PA    | BLUE  | 60       | 16     | 96372 | 40.00
        PB    | BLUE  | 60       | 12     | 96372 | 60.00
        PC    | BLUE  | 60       | 12     | 96372 | 60.00
    """
    remits = """
        on    | claim | icn   | payer | payer_id | filing | code  | charge | paid  | adj         | trace
        03-25 | PA    | ICNPA | BLUE  | 60       | 16     | 96372 | 40.00  | 25.00 | CO-45 15.00 | a
        03-25 | PB    | ICNPB | BLUE  | 60       | 12     | 96372 | 60.00  | 25.00 | CO-45 35.00 | b
        03-25 | PC    | ICNPC | BLUE  | 60       | 12     | 96372 | 60.00  | 25.00 | CO-45 35.00 | c
    """
    plb = """
        on    | payer      | payer_id | pairs
        05-01 | BLUE       | 60       | WO:ICNPA 25, WO:Z1 10
        05-02 | BLUE ADMIN | 60       | WO:Z2 10, WO:ICNPB 25
        05-03 | NEVER SEEN | 99       | WO:Z3 10
    """
    assert [(row[0], row[2], row[5]) for row in found(plb, claims=claims, remits=remits, also=("payer_id",))] == [
        ("ICNPA", "PA", "60-medicare_advantage"),
        ("ICNPB", "PB", "60-commercial"),
        ("Z1", None, "60-commercial"),
        ("Z2", None, "60-commercial"),
        ("Z3", None, "99-other"),
    ]


pair = st.tuples(
    st.sampled_from(["WO", "FB", "72", "CS", "L6", "J1"]),
    st.sampled_from(["ICNPA", "PA", "pa-icnpa", "ICNPB", "PC CHKPC", "Z1", "z 1", "Z2"]),
    st.integers(-4000, 4000).filter(bool),
    st.integers(1, 28),
)
CLAIM_OF = {"ICNPA": "PA", "PA": "PA", "pa-icnpa": "PA", "ICNPB": "PB", "PC CHKPC": "PC"}


@settings(deadline=None, max_examples=25)
@given(st.lists(pair, min_size=1, max_size=14), st.randoms())
def test_what_is_listed_is_what_was_taken_less_what_was_given_back(
    pairs: list[tuple[str, str, int, int]], chance
) -> None:  # type: ignore[no-untyped-def]
    """The law: per claim or text Σ of its pairs, where it is above 0; whatever the order in which they came."""
    drawn = [
        f"05-{day_:02} | T{at} | {reason}:{ref} {cents / 100:.2f}"
        for at, (reason, ref, cents, day_) in enumerate(pairs)
    ]
    sums: dict[tuple[str, str], int] = {}
    recovered = set()
    for reason, ref, cents, _ in pairs:
        claim = CLAIM_OF.get(ref)
        if reason in ("L6", "J1") or (claim is None and reason == "CS"):
            continue
        key = ("claim", claim) if claim else ("text", ref.replace(" ", "").upper())
        sums[key] = sums.get(key, 0) + cents
        if (reason == "WO" and cents > 0) or claim:
            recovered.add(key)
    wanted = sorted((*key, cents) for key, cents in sums.items() if cents > 0 and key in recovered)
    chance.shuffle(drawn)
    frame = build(taken(stored(CLAIMS, REMITS), "on | trace | pairs\n" + "\n".join(drawn)), tables=("takeback",))[
        "takeback"
    ]
    told = [
        ("claim", claim, cents) if claim else ("text", reference.replace(" ", "").upper(), cents)
        for claim, reference, cents in frame.select("claim_id", "reference", "amount_cents").rows()
    ]
    assert sorted(told) == wanted
    assert frame["outside_cents"].sum() == sum(cents for kind, _, cents in wanted if kind == "claim")
