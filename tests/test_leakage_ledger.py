"""The leak ledger adds up: expected − received + overpaid = Σ leaks, in cents, per line and group, for every filter."""

from decimal import Decimal

import polars as pl
from drawn import build, stored
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from story import Batch, Story, says

told = Batch()

ADJUSTMENTS = (
    "CO-45",
    "CO-97",
    "CO-236",
    "CO-151",
    "PR-1",
    "PR-96",
    "CO-22",
    "CO-24",
    "OA-133",
    "OA-18",
    "CO-253",
    "CO-4",
)
CODES = ("96372", "99213", "99211", "J3420", "J0696", "20610")


@st.composite
def answers(draw: st.DrawFn, claim: dict[str, str]) -> list[dict[str, str]]:
    """Some answers to a claim of several lines: paid, cut, denied, reversed, passed on, by a second payer."""
    rows = []
    for at in draw(st.lists(st.sampled_from(("02-01", "03-01", "04-01", "06-20")), max_size=3, unique=True)):
        status = draw(st.sampled_from(("1", "1", "1", "2", "22")))
        for place, (code, charge) in enumerate(claim["lines"]):
            cents = int(Decimal(charge) * 100)
            parts = sorted(draw(st.lists(st.integers(0, cents), min_size=2, max_size=2)))
            reasons = draw(st.lists(st.sampled_from(ADJUSTMENTS), min_size=2, max_size=2))
            sign = -1 if status == "22" else 1
            cuts = (sign * (parts[1] - parts[0]), sign * (cents - parts[1]))
            adj = ", ".join(f"{reason} {Decimal(cut) / 100:.2f}" for reason, cut in zip(reasons, cuts, strict=True))
            rows.append(
                {
                    **{name: claim[name] for name in ("claim", "payer", "filing", "date") if not place},
                    "on": at if not place else "",
                    "status": status if not place else "",
                    "code": code,
                    "charge": f"{sign * Decimal(charge):.2f}",
                    "paid": f"{Decimal(sign * parts[0]) / 100:.2f}",
                    "adj": adj,
                }
            )
            rows[-1].setdefault("claim", "")
    return rows


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Claims of injection days, and what came back."""
    claims, remits = [], []
    for number in range(draw(st.integers(5, 20))):
        lines = draw(
            st.lists(
                st.tuples(st.sampled_from(CODES), st.sampled_from(("10.00", "40.00", "200.00"))), min_size=1, max_size=4
            )
        )
        payer, filing = draw(st.sampled_from((("MEDI", "MB"), ("ACME", "CI"), ("PLAN", "16"))))
        claim = {"claim": f"C{number}", "patient": f"p{number}", "payer": payer, "filing": filing, "date": "01-10"}
        for place, (code, charge) in enumerate(lines):
            own = claim if not place else {"claim": ""}
            units = str(draw(st.integers(1, 3)))
            mods = draw(st.sampled_from(("", "25", "59")))
            claims.append({**own, "code": code, "charge": charge, "units": units, "mods": mods, "dx": "E538"})
        remits += draw(answers({**claim, "lines": lines}))  # type: ignore[arg-type]
    return claims, remits


def past() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Paid days of 2024, so that every basis of an expected payment occurs: fee, usual price, class."""
    claims, remits = [], []
    for payer, filing, price in (("ACME", "CI", "21.00"), ("MAX", "16", "14.00"), ("MEDI", "MB", "14.31")):
        for number in range(30):
            claim = {"claim": f"{payer}{number}", "patient": f"{payer}{number}", "payer": payer, "filing": filing}
            day = {"date": "2024-06-05", "sent": "2024-06-06", "on": "2024-06-20"}
            for place, (code, allowed) in enumerate((("96372", price), ("J3420", "5.00"), ("99213", "90.87"))):
                own = {**claim, **day} if not place else {"claim": "", "on": ""}
                line = {**own, "code": code, "charge": "100.00"}
                claims.append({**line, "dx": "E538", "mods": "25" if place == 2 else ""})
                remits.append({**line, "paid": allowed})
    return claims, remits


PAST = past()


def broken(ledger: pl.DataFrame) -> pl.Series:
    """Where expected − received + overpaid is not what leaked."""
    sides = pl.col("expected_cents") - pl.col("received_cents") + pl.col("overpaid_cents") - pl.col("leak_cents")
    return ledger.select((sides != 0).alias("rest"))["rest"]


def eight_histories() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Eight in one build, because a build costs more than a history; no claim or patient of one meets another's."""
    claims, remits = [*PAST[0]], [*PAST[1]]
    drawn: list[tuple[list[dict[str, str]], list[dict[str, str]]]] = []

    @settings(
        max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
    )
    @given(histories())
    def draw(history: tuple[list[dict[str, str]], list[dict[str, str]]]) -> None:
        drawn.append(history)

    draw()
    for number, (billed, answered) in enumerate(drawn):
        for rows, into in ((billed, claims), (answered, remits)):
            for row in rows:
                own = {name: f"H{number}{row[name]}" for name in ("claim", "patient") if row.get(name)}
                into.append({**row, **own})
    assert len(drawn) == 8
    return claims, remits


def test_the_equation_holds_for_every_line_and_group() -> None:
    """30: to the cent, whatever was billed and answered; a line's leaks add up to its own gap, and none is zero."""
    built = build(stored(*eight_histories()), tables=("ledger", "leak", "line"))
    ledger, leak = built["ledger"], built["leak"]
    assert not broken(ledger).any()
    key = pl.struct(pl.col("line_id").fill_null("missed"), "encounter_id").alias("key")
    parts = leak.group_by(key).agg(cents=(pl.col("amount").sum() * 100).cast(pl.Int64))
    both = ledger.group_by(key).agg(pl.col("leak_cents").sum()).join(parts, on="key", how="full", coalesce=True)
    assert both.filter(pl.col("leak_cents").fill_null(0) != pl.col("cents").fill_null(0)).is_empty()
    assert (leak["amount"] > 0).all()
    assert not leak.select("line_id", "encounter_id", "leak_class").is_duplicated().any()
    assert not leak["rule"].is_null().any() and not leak["deadline_note"].is_null().any()
    for group in ("payer_id", "payer_class", "role", "drug", "place_of_service", "service_month"):
        assert not broken(ledger.group_by(group).agg(pl.col("^.*_cents$").sum())).any()


# 31 The map


@told(
    claims="""
    claim | code  | charge | filing | sent  | freq | ref
    PAID  | 96372 | 40.00  | MB     | 01-12 |      |
    MORE  | 96372 | 40.00  | MB     | 01-12 |      |
    WAIT  | 96372 | 40.00  | MB     | 01-12 |      |
    PEND  | 96372 | 40.00  | MB     | 01-12 |      |
    BACK  | 96372 | 40.00  | MB     | 01-12 |      |
    NONE  | 96372 | 40.00  | CH     | 01-12 |      |
    CAPI  | 96372 | 40.00  | 16     | 01-12 |      |
    VOID  | 96372 | 40.00  | MB     | 01-12 |      |
    VOID  | 96372 | 40.00  | MB     | 02-12 | 8    |
    ONLY  | J3420 | 40.00  | MB     | 01-12 |      |
          | 99213 | 200.00 | MB     | 01-12 |      |
          | 96372 | 40.00  | MB     | 01-12 |      |
    TOES  | 99213 | 200.00 | MB     | 01-12 |      |
    """,
    remits="""
    on    | claim | status | filing | code  | charge | paid   | adj
    02-01 | PAID  | 1      | MB     | 96372 | 40.00  | 13.91  | CO-45 26.09
    02-01 | MORE  | 1      | MB     | 96372 | 40.00  | 15.00  | CO-45 25.00
    02-01 | PEND  | 1      | MB     | 96372 | 40.00  | 0.00   | OA-133 40.00
    02-01 | BACK  | 1      | MB     | 96372 | 40.00  | 13.91  | CO-45 26.09
    02-08 | BACK  | 22     | MB     | 96372 | -40.00 | -13.91 | CO-45 -26.09
    02-01 | NONE  | 1      | CH     | 96372 | 40.00  | 0.00   | CO-97 40.00
    02-01 | CAPI  | 1      | 16     | 96372 | 40.00  | 0.00   | CO-24 40.00
    02-01 | ONLY  | 1      | MB     | J3420 | 40.00  | 5.00   | CO-45 35.00
          |       |        |        | 99213 | 200.00 | 88.95  | CO-45 111.05
          |       |        |        | 96372 | 40.00  | 13.91  | CO-45 26.09
    """,
)
def test_what_is_in_the_ledger_and_what_stands_beside_it(story: Story) -> None:
    """30, 31: injections, the visit of a pair and drugs; open and not valued lines are on neither side."""
    says(
        story.frame("ledger"),
        """
        claim | role      | standing   | outside             | expected_cents | received_cents | overpaid_cents
        PAID  | injection | valued     |                     | 1391           | 1391           | 0
        MORE  | injection | valued     |                     | 1391           | 1500           | 109
        WAIT  | injection | open       | no_response         | 0              | 0              | 0
        PEND  | injection | open       | pended              | 0              | 0              | 0
        BACK  | injection | open       | awaiting_correction | 0              | 0              | 0
        NONE  | injection | not_valued | no_rate             | 0              | 0              | 0
        CAPI  | injection | not_valued | capitated           | 0              | 0              | 0
        VOID  | injection | not_valued | voided              | 0              | 0              | 0
        ONLY  | drug      | not_valued | no_rate             | 0              | 0              | 0
        ONLY  | em        | valued     |                     | 8895           | 8895           | 0
        ONLY  | injection | valued     |                     | 1391           | 1391           | 0
        """,
    )


@told(
    claims="""
    claim | code  | charge | filing | units
    BOTH  | 96372 | 40.00  | MB     | 1
    CUT   | 96372 | 80.00  | MB     | 2
    """,
    remits="""
    on    | claim | status | filing | payer | code  | charge | units | paid  | adj
    02-01 | BOTH  | 1      | MB     |       | 96372 | 40.00  |       | 9.60  | CO-45 28.00, PR-2 2.40
    02-20 | BOTH  | 2      | 15     | SUPP  | 96372 | 40.00  |       | 0.00  | OA-23 37.60, CO-45 2.40
    02-01 | CUT   | 1      | MB     |       | 96372 | 80.00  | 2     | 12.00 | CO-151 40.00, CO-45 28.00
    """,
)
def test_a_line_may_be_short_in_two_classes(story: Story) -> None:
    """31: below the fee and left by the second payer; units denied, and the others paid low."""
    says(
        story.frame("leak"),
        """
        claim | leak_class          | amount
        BOTH  | underpaid           | 1.91
        BOTH  | secondary_shortfall | 2.40
        CUT   | part_denied_units   | 13.91
        CUT   | underpaid           | 1.91
        """,
    )


def test_a_class_estimate_values_denials_and_never_an_underpayment() -> None:
    """31: what a payer without a price of its own paid stands as it was paid; what it denied has the class's worth."""
    claims, remits = [*PAST[0]], [*PAST[1]]
    for claim, paid, adj in (("LOW", "8.00", "CO-45 32.00"), ("NO", "0.00", "CO-97 40.00")):
        row = {"claim": claim, "patient": claim, "payer": "NEW", "filing": "CI", "code": "96372", "charge": "40.00"}
        claims.append(row)
        remits.append({**row, "on": "02-01", "paid": paid, "adj": adj})
    built = build(stored(claims, remits), tables=("ledger", "leak"))
    says(
        built["ledger"].filter(pl.col("payer_name") == "NEW"),
        """
        claim | expected_basis | is_unrated | expected_cents | received_cents | leak_cents
        LOW   | class_estimate | yes        | 800            | 800            | 0
        NO    | class_estimate | no         | 1391           | 0              | 1391
        """,
    )
