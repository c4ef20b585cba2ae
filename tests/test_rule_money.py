"""The money of a line: allowed, paid, the patient's share, received, and what a claim's own adjustments do (21–24)."""

from decimal import Decimal

import polars as pl
from drawn import build, stored
from hypothesis import given, settings
from hypothesis import strategies as st
from story import Batch, Story

from analytics.tables import STORED, schema_of

told = Batch()


# 21 Allowed


@told(
    remits="""
    on    | claim | code  | charge | paid  | b6    | adj
    02-01 | A     | 96372 | 40.00  | 16.00 | 20.00 | CO-45 20.00, PR-2 4.00
    02-01 | B     | 96372 | 40.00  | 16.00 |       | CO-45 20.00, PR-2 4.00
    02-01 | C     | 96372 | 40.00  | 16.00 | 20.50 | CO-45 20.00, PR-2 4.00
    02-01 | D     | 96372 | 40.00  | 16.00 | 20.51 | CO-45 20.00, PR-2 4.00
    02-01 | E     | 96372 | 40.00  | 16.00 |       | CO-45 19.00, PR-66 5.00
    02-01 | F     | 96372 | 40.00  | 16.00 |       | CO-45 19.00, PR-45 5.00
    """
)
def test_allowed_is_what_the_payer_says_else_what_adds_up(story: Story) -> None:
    """21: more than $0.50 apart is a conflict; balance billing under PR-45 is nothing that was allowed."""
    story.lines("""
    claim | allowed | allowed_source | allowed_conflict | patient_share
    A     | 20.00   | sent           | no               | 4.00
    B     | 20.00   | derived        | no               | 4.00
    C     | 20.50   | sent           | no               | 4.00
    D     | 20.51   | sent           | yes              | 4.00
    E     | 21.00   | derived        | no               | 5.00
    F     | 16.00   | derived        | no               | 0.00
    """)


@told(
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | A     | 96372 | 40.00  | 15.68 | CO-45 20.00, PR-2 4.00, CO-253 0.32
    02-01 | B     | 96372 | 40.00  | 15.00 | CO-45 20.00, PR-2 4.00, CO-104 1.00
    02-01 | C     | 96372 | 40.00  | 15.00 | CO-45 20.00, PR-2 4.00, CO-105 1.00
    02-01 | D     | 96372 | 40.00  | 17.00 | CO-45 20.00, PR-2 4.00, CO-144 -1.00
    02-01 | E     | 96372 | 40.00  | 15.00 | CO-45 20.00, PR-2 4.00, CO-237 1.00
    02-01 | F     | 96372 | 40.00  | 15.36 | CO-45 20.00, PR-2 4.00, CO-253 0.32, CO-237 0.32
    """
)
def test_reductions_after_the_price_was_set_are_part_of_allowed(story: Story) -> None:
    """21 and 22: sequestration, withholds and penalties, and an incentive with its own sign; received holds them."""
    story.lines("""
    claim | allowed | paid  | after_allowed | sequestration | contractual | received
    A     | 20.00   | 15.68 | 0.32          | 0.32          | 20.00       | 20.00
    B     | 20.00   | 15.00 | 1.00          | 0.00          | 20.00       | 20.00
    C     | 20.00   | 15.00 | 1.00          | 0.00          | 20.00       | 20.00
    D     | 20.00   | 17.00 | -1.00         | 0.00          | 20.00       | 20.00
    E     | 20.00   | 15.00 | 1.00          | 0.00          | 20.00       | 20.00
    F     | 20.00   | 15.36 | 0.64          | 0.32          | 20.00       | 20.00
    """)


@told(
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | A     | 96372 | 40.00  | 0.00  | PR-96 40.00
    02-01 | B     | 96372 | 40.00  | 0.00  | CO-45 40.00
    02-01 | C     | 96372 | 0.01   | 0.00  | CO-45 0.01
    02-01 | D     | 96372 | 40.00  | 0.00  | PR-1 20.00, CO-45 20.00
    """
)
def test_the_borrowed_definition_allows_all_that_is_put_on_the_patient(story: Story) -> None:
    """21: `allowed_zero` adds every PR dollar to paid, a denial's too; a cent of charge is no charge."""
    story.injections("""
    any_allowed_zero | any_zero_paid | state
    no               | yes           | denied_to_patient
    yes              | yes           | underpaid
    no               | yes           | underpaid
    no               | yes           | patient_share
    """)


# 22 Paid, share, shifted, received


@told(
    remits="""
    on    | claim | status | payer | code  | charge | paid   | adj
    02-01 | A     | 1      | ACME  | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-09 | A     | 2      | OTHER | 96372 | 40.00  | 3.00   | OA-23 36.00, PR-2 1.00
    02-01 | B     | 1      | ACME  | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-09 | B     | 2      | OTHER | 96372 | 40.00  | 0.00   | OA-23 36.00, CO-45 4.00
    02-01 | C     | 1      | ACME  | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-09 | C     | 2      | OTHER | 96372 | 40.00  | 4.00   | OA-23 36.00
    03-01 | C     | 22     | ACME  | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    03-01 | C     | 1      | ACME  | 96372 | 40.00  | 15.00  | CO-45 20.00, PR-2 5.00
    """
)
def test_paid_is_net_of_all_payers_and_the_share_is_the_last_payers(story: Story) -> None:
    """22: B's second payer allowed less than the first, nothing is left to anyone; in C the first payer spoke last."""
    story.lines("""
    claim | paid  | secondary_paid | patient_share | received | allowed
    A     | 19.00 | 3.00           | 1.00          | 20.00    | 20.00
    B     | 16.00 | 0.00           | 0.00          | 16.00    | 20.00
    C     | 19.00 | 4.00           | 5.00          | 24.00    | 20.00
    """)


@told(
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | A     | 96372 | 40.00  | 0.00  | PR-204 40.00
    02-01 | B     | 96372 | 80.00  | 16.00 | PR-204 40.00, CO-45 20.00, PR-2 4.00
    02-01 | C     | 96372 | 40.00  | 0.00  | CO-97 40.00
    """
)
def test_denied_dollars_put_on_the_patient_are_shifted_and_never_his_share(story: Story) -> None:
    """22: a denial class in group PR."""
    story.lines("""
    claim | shifted_to_patient | patient_share | received | open_denial
    A     | 40.00              | 0.00          | 0.00     | 40.00
    B     | 40.00              | 4.00          | 20.00    | 40.00
    C     | 0.00               | 0.00          | 0.00     | 40.00
    """)


# 23 Claim-level adjustments


@told(
    claims="""
    claim | code  | charge
    A     | 99213 | 60.00
          | 96372 | 40.00
    """,
    remits="""
    on    | claim | code  | charge | paid  | total_paid | claim_adj              | adj
    02-01 | A     | 99213 | 60.00  | 60.00 | 64.99      | CO-45 30.00, PR-3 5.01 |
          |       | 96372 | 40.00  | 40.00 |            |                        |
    """,
)
def test_claim_level_adjustments_lower_the_lines_by_charge(story: Story) -> None:
    """23: 60 to 40 in cents, the odd cent to the larger remainder; the lines add up to CLP04."""
    story.lines("""
    claim | code  | paid  | contractual | patient_share | allowed
    A     | 99213 | 38.99 | 18.00       | 3.01          | 42.00
    A     | 96372 | 26.00 | 12.00       | 2.00          | 28.00
    """)
    assert story.frame("event")["adjustments_allocated"].all()


@told(
    claims="""
    claim | code  | charge
    A     | 99213 | 50.00
          | 96372 | 50.00
    B     | 99213 | 0.00
          | 96372 | 0.00
          | J3420 | 0.00
    """,
    remits="""
    on    | claim | code  | charge | paid  | total_paid | claim_adj
    02-01 | A     | 99213 | 50.00  | 50.00 | 99.97      | CO-45 0.03
          |       | 96372 | 50.00  | 50.00 |            |
    02-01 | B     | 99213 | 0.00   | 0.00  | -0.10      | CO-45 0.10
          |       | 96372 | 0.00   | 0.00  |            |
          |       | J3420 | 0.00   | 0.00  |            |
    """,
)
def test_ties_go_in_line_order_and_zero_charges_share_equally(story: Story) -> None:
    """23: three cents over two equal lines; ten cents over three lines without charge."""
    story.lines("""
    claim | code  | paid  | contractual
    A     | 99213 | 49.98 | 0.02
    A     | 96372 | 49.99 | 0.01
    B     | 99213 | -0.04 | 0.04
    B     | 96372 | -0.03 | 0.03
    B     | J3420 | -0.03 | 0.03
    """)


@told(
    claims="""
    claim | code  | charge
    A     | 96372 | 40.00
    """,
    remits="""
    on    | claim | code  | charge | paid | claim_adj   | status
    02-01 | A     | 96372 | 40.00  | 0.00 | CO-97 40.00 | 1
    """,
)
def test_a_denial_at_claim_level_denies_the_line(story: Story) -> None:
    """23: the service says paid 0 already, so nothing is lowered twice."""
    story.lines("""
    claim | state  | open_denial | open_reason | paid
    A     | denied | 40.00       | 97          | 0.00
    """)


@settings(max_examples=3, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 9999), min_size=1, max_size=5), st.integers(0, 5000), st.integers(0, 5000)),
        min_size=40,
        max_size=60,
    )
)
def test_allocated_lines_always_add_up_to_the_claim(drawn: list[tuple[list[int], int, int]]) -> None:
    """23: sums over lines are exact to the cent, whatever the charges; shares are within a cent of proportion."""
    remits = []
    for number, (charges, contractual, copay) in enumerate(drawn):
        for place, cents in enumerate(charges):
            total = {"total_paid": f"{(sum(charges) - contractual - copay) / 100:.2f}"}
            adjusted = {"claim_adj": f"CO-45 {contractual / 100:.2f}, PR-3 {copay / 100:.2f}"}
            money = f"{cents / 100:.2f}"
            row = {"on": "02-01", "claim": f"C{number}" if not place else "", "code": f"9921{place}", "charge": money}
            remits.append({**row, "paid": money, **(total | adjusted if not place else {})})
    rows = stored("", remits)
    events = build(rows, tables=("event",))["event"].with_columns(cents=(pl.col("charge") * 100).cast(pl.Int64))
    sums = events.group_by("claim_id").agg(pl.col("paid", "contractual", "patient_share").sum())
    for claim, paid, reduced, share in sums.iter_rows():
        charges, contractual, copay = drawn[int(claim[1:])]
        assert (paid * 100, reduced * 100, share * 100) == (
            sum(charges) - contractual - copay, contractual, copay,
        )  # fmt: skip
    for claim, cents, reduced in events.select("claim_id", "cents", "contractual").iter_rows():
        charges, contractual, _ = drawn[int(claim[1:])]
        fair = Decimal(contractual) * (Decimal(cents) / sum(charges) if sum(charges) else Decimal(1) / len(charges))
        assert abs(reduced * 100 - fair) < 1


def test_an_adjustment_that_is_no_number_and_a_repeated_one_change_nothing() -> None:
    """23: null is kept in the store and not counted; the claim's copy of its lines' adjustments is not counted."""
    rows = stored(
        remits="""
        on    | claim | code  | charge | paid  | adj         | claim_adj
        02-01 | A     | 96372 | 40.00  | 16.00 | CO-45 24.00 | CO-45 24.00
        02-01 | B     | 96372 | 40.00  | 16.00 | CO-45 24.00 | CO-97 5.00
        """
    )
    at_claim, of_b = pl.col("remit_line_id").is_null(), pl.col("reason") == "97"
    adjustments = rows["adjustment"].with_columns(
        is_repeated=at_claim & ~of_b,
        amount=pl.when(~of_b).then(pl.col("amount")),
    )
    lines = build({**rows, "adjustment": adjustments}, tables=("line",))["line"]
    assert lines["paid"].to_list() == [Decimal("16.00")] * 2
    assert lines["contractual"].to_list() == [Decimal("24.00")] * 2
    assert lines["open_denial"].to_list() == [Decimal("0.00")] * 2


# 24 PLB


def test_a_provider_level_adjustment_never_changes_a_line() -> None:
    """24: a takeback shows as a reversal or not at all."""
    rows = stored(
        remits="""
        on    | claim | code  | charge | paid  | adj
        02-01 | A     | 96372 | 40.00  | 16.00 | CO-45 24.00
        """
    )
    withheld = pl.DataFrame(
        [
            {
                "payment_id": rows["remit_payment"]["payment_id"].item(),
                "position": 1,
                "provider_id": "1999999984",
                "reason": "WO",
                "reference": "A",
                "amount": Decimal("16.00"),
                "source_sha": rows["remit_payment"]["source_sha"].item(),
                "source_position": 90,
            }
        ],
        schema=schema_of(STORED["provider_adjustment"]),
    )
    plain, taken = build(rows), build({**rows, "provider_adjustment": withheld})
    for name in ("event", "line", "injection"):
        assert plain[name].equals(taken[name])
