"""Identities depend on what was said, and on nothing else."""

import polars as pl
from x12_text import CLAIM_835, CLAIM_837, SUBSCRIBER, file_835, file_837, interchange, read, remittance, text

from analytics.importers.fingerprint import as_text, mixed, of_numbers, of_texts

OTHER = CLAIM_835.replace("CLP*A1", "CLP*A2")


def identities(data: bytes) -> tuple[list[str], list[str]]:
    tables = read(data).tables
    return tables["remit_claim"]["identity"].to_list(), tables["remit_line"]["identity"].to_list()


def test_the_same_event_in_another_file_has_the_same_identity() -> None:
    """Other separators, interchange, neighbours and places change nothing."""
    alone = identities(file_835())
    elsewhere = text(interchange(remittance(OTHER, CLAIM_835, paid="120"), control="000000009"), element="|", end="\n")
    claims, lines = identities(elsewhere)
    assert (claims[1], lines[1]) == (alone[0][0], alone[1][0])
    assert claims[0] != claims[1] and lines[0] != lines[1]


def test_equal_events_of_one_transaction_are_told_apart() -> None:
    """The second of two equal ones is the second wherever both stand."""
    once, (first, second) = identities(file_835())[0], identities(file_835(CLAIM_835, CLAIM_835, paid="120"))[0]
    assert once == [first] and first != second


def test_every_part_of_an_event_counts() -> None:
    """Payer, trace, date, numbers, status, amounts, adjustments: each makes another event."""
    changes = [
        (b"*XV*12345", b"*XV*12346"),
        (b"TRN*1*T1", b"TRN*1*T2"),
        (b"20250110~TRN", b"20250109~TRN"),
        (b"CLP*A1", b"CLP*B1"),
        (b"*ICN1*", b"*ICN2*"),
        (b"CLP*A1*1*", b"CLP*A1*2*"),
        (b"*100*60**1", b"*100*61**1"),
        (b"CAS*CO*45", b"CAS*CO*97"),
        (b"CAS*CO*45*30", b"CAS*CO*45*31"),
        (b"CAS*CO*", b"CAS*PI*"),
        (b"HC:96372", b"HC:96372:59"),
    ]
    said = [file_835(), *(file_835().replace(old, new) for old, new in changes)]
    assert all(one != said[0] for one in said[1:])
    found = [identities(data) for data in said]
    assert len({lines[0] for _, lines in found}) == len({claims[0] for claims, _ in found}) == len(said)


def test_remarks_and_names_are_no_part_of_an_event() -> None:
    """A payer may word the same answer differently."""
    assert identities(file_835()) == identities(file_835(CLAIM_835 + "LQ*HE*N1").replace(b"*ROE*", b"*DOE*"))


def test_bpr02_stands_in_for_a_missing_trace() -> None:
    """Without TRN02 the amount of the payment tells payments apart."""
    bare = file_835().replace(b"TRN*1*T1*1112223334~", b"").replace(b"SE*16", b"SE*15")
    assert identities(bare)[0] != identities(bare.replace(b"BPR*I*60*", b"BPR*I*60.5*"))[0]
    assert identities(file_835())[0] == identities(file_835().replace(b"BPR*I*60*", b"BPR*I*60.5*"))[0]


def test_identities_never_change() -> None:
    """The store remembers them: these values must hold in every later version."""
    claims, lines = identities(file_835())
    assert (claims, lines) == (["c6838decd2b2479e03dd2e9b524fc671"], ["759ab0f13b1bc921477919d16575ed24"])
    assert read(file_837()).tables["claim_line"]["claim_key"].to_list() == ["7dc99a3ffcaa9ed82a2d45a5b980eaa4"]


def test_claim_keys_know_the_transaction_the_claim_and_its_lines() -> None:
    """The same submission elsewhere is the same; any change of BHT or of a line makes another."""
    keys = {
        read(data).tables["claim_line"]["claim_key"][0]
        for data in (
            file_837(),
            file_837().replace(b"~", b"~\r\n"),
            file_837().replace(b"B0001", b"B0002"),
            file_837().replace(b"0019*00*B0001*20250110", b"0019*00*B0001*20250109"),
            file_837().replace(b"UN*1*", b"UN*2*"),
            file_837().replace(b"REF*6R*L1", b"REF*6R*L2"),
        )
    }
    assert len(keys) == 5
    twice = read(file_837(SUBSCRIBER, CLAIM_837, CLAIM_837)).tables["claim_line"]["claim_key"]
    assert twice.n_unique() == 2


def test_ids_are_unique_and_follow_from_the_bytes() -> None:
    """The first twelve digits of the file's hash and the segment's place; a batch of many files changes nothing."""
    alone = read(file_835(CLAIM_835, OTHER, paid="120"))
    among = read(file_837(), file_835(CLAIM_835, OTHER, paid="120"), file_835())
    for table, column in (
        ("remit_claim", "remit_claim_id"),
        ("remit_line", "remit_line_id"),
        ("remit_payment", "payment_id"),
    ):
        ids = alone.tables[table][column]
        assert ids.is_unique().all() and ids[0].startswith(alone.files[0].sha256[:12])
        assert ids.is_in(among.tables[table][column].implode()).all()


def test_prints_differ_by_place_and_by_value() -> None:
    """No two of these rows are alike, and a null is nothing else."""
    texts = pl.Series(["a", "b", "ab", "", None, "a" * 8, "a" * 9, "é"])
    assert as_text(mixed(of_texts(texts))).n_unique() == len(texts)
    one, two = of_numbers(pl.Series([1, 2, None])), of_numbers(pl.Series([2, 1, 0]))
    assert as_text(mixed(one, two)).n_unique() == 3
    repeated = pl.Series(["x"] * 10 + ["y"] * 10)
    assert as_text(mixed(of_texts(repeated)))[0] == as_text(mixed(of_texts(pl.Series(["x", "z"]))))[0]
