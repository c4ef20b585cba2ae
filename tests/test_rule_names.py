"""113: names that act are made inert once, where they enter the facts, files' and the user's own."""

import re
import unicodedata

import duckdb
import polars as pl
from drawn import build, stored
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.build.full import no_edits
from analytics.query import sql_of

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
ACTS = re.compile(r"://|www\.|\S@\S|^[=+\-@＝＋－＠%|]", re.IGNORECASE)
MADE = (
    ("NORTHFIELD MEDICARE", "NORTHFIELD MEDICARE"),
    ("Müller & O'Neil-Health (PPO), Inc.", "Müller & O'Neil-Health (PPO), Inc."),
    ("=1+1", "1+1"),
    ('=cmd|"/c calc"!A1', 'cmd|"/c calc"!A1'),
    ("- -AETNA", "AETNA"),
    ("@SUM(1)", "at SUM(1)"),
    ("\u202eEVITCELES", "EVITCELES"),
    ("AET\u200bNA\ufeff", "AETNA"),
    ("http://pay.example/x", "http: pay.example/x"),
    ("see HTTPS://x.example", "see HTTPS: x.example"),
    ("WWW.EXAMPLE.COM", "WWW EXAMPLE.COM"),
    ("claims@pay.example", "claims at pay.example"),
    ("＝１＋１", "１＋１"),
    ("A\tB\nC", "A B C"),
    ("==\u202e-", None),
    ("   ", None),
    ("", ""),
    (None, None),
)


def inert(names: list[str | None]) -> list[str | None]:
    """What becomes of names."""
    with duckdb.connect() as con:
        con.execute(sql_of("build/macros.sql"))
        sql = "select inert_name(name) from (select unnest($names::varchar[]) as name)"
        return [made for (made,) in con.execute(sql, {"names": names}).fetchall()]


def test_names_as_they_come_out() -> None:
    assert inert([name for name, _ in MADE]) == [made for _, made in MADE]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.sampled_from(
                    ["www.", "WWW.", "http://", "://", "@", "=", "+", "-", "w", "ww", "/", ":", " ", "\t", *TURNS]
                ),
                st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=3),
            ),
            max_size=12,
        ).map("".join),
        min_size=1,
        max_size=20,
    )
)
def test_no_name_acts_however_it_is_put_together(names: list[str]) -> None:
    """The law: nothing hidden, no address, no formula; and what is inert stays as it is."""
    made = inert([*names])
    for name, one in zip(names, made, strict=True):
        assert one is None or not ACTS.search(one), (name, one)
        assert one is None or not any(unicodedata.category(letter) in ("Cc", "Cf", "Co") for letter in one), (name, one)
    assert inert(made) == made


def test_payers_and_providers_come_inert_into_the_facts() -> None:
    """A payer written with and without a hidden sign is one payer; a user's own name acts no more than a file's."""
    rows = stored("""
        claim | payer             | payer_id | filing | code  | charge
        A     | BLUE\u202e CROSS  | 1        | 12     | 96372 | 40.00
        B     | BLUE CROSS        | 1        | 12     | 96372 | 40.00
        C     | =HYPERLINK("x")   |          | CI     | 96372 | 40.00
        D     | www.pay.example   | 2        | CI     | 96372 | 40.00
    """)
    bad = "=www.clinic.example"
    rows["claim_line"] = rows["claim_line"].with_columns(billing_name=pl.lit(bad), rendering_name=pl.lit(bad))
    edit = {"source_id": "2", "source_name": "", "filing_indicator": "", "payer_id": "", "name": "=a@b.example"}
    edits = {
        "payer_edit": pl.DataFrame([{**edit, "class": "", "confirmed": True}], schema=no_edits()["payer_edit"].schema)
    }
    found = build(rows, edits, tables=("payer", "provider", "line"))
    assert set(found["line"]["payer_name"]) == {"BLUE CROSS", 'HYPERLINK("x")', "a at b.example"}
    assert found["payer"].filter(pl.col("source_id") == "1").height == 1
    assert set(found["payer"]["source_name"]) == {"BLUE CROSS", 'HYPERLINK("x")', "www pay.example"}
    assert set(found["provider"]["name"].drop_nulls()) == {"www clinic.example"}


def test_an_edit_saved_under_the_name_as_it_once_was_shown_still_holds() -> None:
    """Edits of an older program are kept under the name as the file wrote it."""
    rows = stored("""
        claim | payer         | payer_id | filing | code  | charge
        A     | =BLUE CROSS   |          | 12     | 96372 | 40.00
    """)
    edit = {"source_id": "", "source_name": "=BLUE CROSS", "filing_indicator": "", "payer_id": "", "name": "Blue"}
    edits = {
        "payer_edit": pl.DataFrame([{**edit, "class": "", "confirmed": True}], schema=no_edits()["payer_edit"].schema)
    }
    assert build(rows, edits, tables=("payer",))["payer"]["payer_name"].to_list() == ["Blue"]
