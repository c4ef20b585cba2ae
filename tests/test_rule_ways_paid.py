"""Paid in another way: above the allowed amount, by Medicaid alone, by the head, by the day (21, 22, 40)."""

from decimal import Decimal

import polars as pl
import pytest
from drawn import build, stored, table
from hypothesis import given, settings
from hypothesis import strategies as st
from story import Batch, Story, says

from analytics import reference
from analytics.build.inputs import no_edits

told = Batch()


# 21 Group PR is never contractual


def test_out_of_network_the_patient_owes_above_the_allowed_amount() -> None:
    """10 of 40 collected; the contract's $25 came, since $15 of it is the patient's."""
    agreed = pl.DataFrame(
        [{"payer": "COM", "code": "96372", "modifier": "", "basis": "fixed", "rate": Decimal("25.00")}],
        schema=no_edits()["contract"].schema,
    )
    built = build(
        stored(
            claims="""
            claim | code  | charge | payer | date  | sent
            T12   | 96372 | 40.00  | COM   | 03-10 | 03-10
                  | J3420 | 15.00  |       |       |
            """,
            remits="""
            on    | claim | code  | charge | paid  | adj                    | payer | date
            03-25 | T12   | 96372 | 40.00  | 10.00 | PR-45 15.00, PR-2 15.00 | COM   | 03-10
                  |       | J3420 | 15.00  | 5.00  | CO-45 10.00            |       |
            """,
        ),
        {"contract": agreed},
    )
    says(
        built["line"].filter(code="96372"),
        """
        state | allowed | patient_share | received | balance_billable | contractual | expected
        paid  | 25.00   | 15.00         | 25.00    | 15.00            | 0.00        | 25.00
        """,
    )
    says(built["injection"], "paid_cents | charge_cents | contractual_cents\n1000 | 4000 | 0")
    assert built["leak"].is_empty()


@told(
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | WHOLE | 96372 | 40.00  | 0.00  | PR-45 40.00
    02-01 | MORE  | 96372 | 40.00  | 0.00  | PR-45 40.01, CO-45 -0.01
    02-01 | LESS  | 96372 | 40.00  | 0.00  | PR-45 39.99, CO-45 0.01
    02-01 | CO    | 96372 | 40.00  | 0.00  | CO-45 40.00
    02-01 | PAID  | 96372 | 40.00  | 0.01  | PR-45 39.99
    02-01 | SHARE | 96372 | 40.00  | 0.00  | PR-45 20.00, PR-1 20.00
    02-01 | CUT   | 96372 | 40.00  | 16.00 | PR-253 4.00, CO-253 0.32, CO-45 19.68
    """
)
def test_the_whole_charge_under_a_contractual_code_of_the_patient_is_moved_to_the_patient(story: Story) -> None:
    """17, 21: no denial code, yet the patient is asked for all of it; with less than all it is no reason."""
    story.lines("""
    claim | state             | state_first       | allowed | balance_billable | contractual | after_allowed | received
    WHOLE | denied_to_patient | denied_to_patient | 0.00    | 40.00            | 0.00        | 0.00          | 0.00
    MORE  | denied_to_patient | denied_to_patient | 0.00    | 40.01            | -0.01       | 0.00          | 0.00
    LESS  | underpaid         | underpaid         | 0.00    | 39.99            | 0.01        | 0.00          | 0.00
    CO    | underpaid         | underpaid         | 0.00    | 0.00             | 40.00       | 0.00          | 0.00
    PAID  | paid              | paid              | 0.01    | 39.99            | 0.00        | 0.00          | 0.01
    SHARE | patient_share     | patient_share     | 20.00   | 20.00            | 0.00        | 0.00          | 20.00
    CUT   | paid              | paid              | 16.32   | 4.00             | 19.68       | 0.32          | 16.32
    """)


@told(
    claims="""
    claim | code  | charge | filing
    ALL   | 96372 | 40.00  | MB
    """,
    remits="""
    on    | claim | code  | charge | paid | adj         | filing
    02-01 | ALL   | 96372 | 40.00  | 0.00 | PR-45 40.00 | MB
    """,
)
def test_what_is_moved_to_the_patient_stands_in_the_ledger(story: Story) -> None:
    """31: its class, and a deadline from the answer that did it."""
    says(
        story.frame("leak"),
        """
        claim | leak_class         | amount | adverse_date | deadline
        ALL   | shifted_to_patient | 13.91  | 02-01        | 06-06
        """,
    )


CONTRACTUAL = [row["code"] for row in reference.carc_class().iter_rows(named=True) if row["class"] == "contractual"]


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(CONTRACTUAL), st.decimals(-20, 20, places=2), st.decimals(0, 20, places=2)),
        min_size=100,
        max_size=100,
    )
)
def test_no_contractual_code_in_group_pr_changes_what_was_allowed(drawn: list[tuple[str, Decimal, Decimal]]) -> None:
    """21: with it and without it the same amount is allowed, received and written off; it is kept apart, signed."""
    remits = []
    for number, (code, amount, paid) in enumerate(drawn):
        row = {"on": "02-01", "code": "96372", "charge": "60.00", "paid": str(paid)}
        remits += [
            {**row, "claim": f"W{number:03}", "adj": f"PR-{code} {amount}, PR-2 4.00, CO-45 7.00, CO-253 0.30"},
            {**row, "claim": f"O{number:03}", "adj": "PR-2 4.00, CO-45 7.00, CO-253 0.30"},
        ]
    line = build(stored("", remits), tables=("line",))["line"].sort("claim_id")
    columns = ("allowed", "received", "contractual", "after_allowed", "patient_share")
    one, other = (line.filter(pl.col("claim_id").str.starts_with(mark)) for mark in "WO")
    assert one.select(columns).equals(other.select(columns))
    assert one["balance_billable"].to_list() == [amount for _, amount, _ in drawn]


# 22 A share that only Medicaid may be asked for


@told(
    claims="""
    claim   | code  | charge | filing
    QMB     | 96372 | 40.00  | MB
    ALERT   | 96372 | 40.00  | MB
    FULL    | 96372 | 40.00  | MB
    LESS    | 96372 | 40.00  | MB
    LEFT    | 96372 | 40.00  | MB
    LATER   | 96372 | 40.00  | MB
    C50     | 96372 | 40.00  | MB
    C51     | 96372 | 40.00  | MB
    UNDONE  | 96372 | 40.00  | MB
    OVER    | 96372 | 40.00  | MB
    """,
    remits="""
    on    | claim  | status | filing | payer | code  | charge | paid   | adj                                   | remarks
    02-01 | QMB    | 1      | MB     |       | 96372 | 40.00  | 10.91  | CO-45 26.09, PR-2 2.78, CO-253 0.22   | n782
    02-01 | ALERT  | 1      | MB     |       | 96372 | 40.00  | 10.91  | CO-45 26.09, PR-2 2.78, CO-253 0.22   | N780
    02-01 | FULL   | 1      | MB     |       | 96372 | 40.00  | 10.91  | CO-45 26.09, PR-2 2.78, CO-253 0.22   | N783
    02-20 | FULL   | 2      | MC     | AID   | 96372 | 40.00  | 2.78   | OA-23 37.22                           |
    02-01 | LESS   | 1      | MB     |       | 96372 | 40.00  | 10.91  | CO-45 26.09, PR-2 2.78, CO-253 0.22   | N782
    02-20 | LESS   | 2      | MC     | AID   | 96372 | 40.00  | 1.00   | OA-23 37.22, CO-45 1.78               |
    02-01 | LEFT   | 1      | MB     |       | 96372 | 40.00  | 10.91  | CO-45 26.09, PR-2 2.78, CO-253 0.22   | N782
    02-20 | LEFT   | 2      | 15     | SUPP  | 96372 | 40.00  | 1.00   | OA-23 37.22, PR-2 1.78                |
    02-01 | LATER  | 1      | MB     |       | 96372 | 40.00  | 10.91  | CO-45 26.09, PR-2 2.78, CO-253 0.22   |
    02-20 | LATER  | 2      | 15     | SUPP  | 96372 | 40.00  | 1.00   | OA-23 37.22, PR-2 1.78                | N782
    02-01 | C50    | 1      | MB     |       | 96372 | 40.00  | 10.63  | CO-45 26.59, PR-2 2.78                | N782
    02-01 | C51    | 1      | MB     |       | 96372 | 40.00  | 10.62  | CO-45 26.60, PR-2 2.78                | N782
    02-01 | UNDONE | 1      | MB     |       | 96372 | 40.00  | 10.91  | CO-45 26.09, PR-2 2.78, CO-253 0.22   | N782
    02-09 | UNDONE | 22     | MB     |       | 96372 | -40.00 | -10.91 | CO-45 -26.09, PR-2 -2.78, CO-253 -.22 | N782
    02-01 | OVER   | 1      | MB     |       | 96372 | 40.00  | 12.91  | CO-45 24.31, PR-2 2.78                | N782
    """,
)
def test_a_protected_patients_share_is_out_of_received_until_it_is_paid(story: Story) -> None:
    """22, 31: first Medicaid's, however little; then what the second payer left; then what Medicare paid too little."""
    story.lines("""
    claim   | state               | allowed | patient_share | uncollectable_share | received
    QMB     | paid                | 13.91   | 2.78          | 2.78                | 11.13
    ALERT   | paid                | 13.91   | 2.78          | 0.00                | 13.91
    FULL    | paid                | 13.91   | 0.00          | 0.00                | 13.91
    LESS    | paid                | 13.91   | 0.00          | 0.00                | 12.13
    LEFT    | paid                | 13.91   | 1.78          | 1.78                | 12.13
    LATER   | paid                | 13.91   | 1.78          | 1.78                | 12.13
    C50     | paid                | 13.41   | 2.78          | 2.78                | 10.63
    C51     | underpaid           | 13.40   | 2.78          | 2.78                | 10.62
    UNDONE  | awaiting_correction |         | 0.00          | 0.00                | 0.00
    OVER    | paid                | 15.69   | 2.78          | 2.78                | 12.91
    """)
    says(
        story.frame("leak"),
        """
        claim   | leak_class          | amount | deadline_kind | deadline
        QMB     | qmb_share           | 2.78   | refile        |
        LESS    | secondary_shortfall | 1.78   | appeal        | 06-06
        LEFT    | qmb_share           | 1.78   | refile        |
        LATER   | qmb_share           | 1.78   | refile        |
        C50     | qmb_share           | 2.78   | refile        |
        C50     | tolerance           | 0.50   | appeal        | 06-06
        C51     | qmb_share           | 2.78   | refile        |
        C51     | underpaid           | 0.51   | appeal        | 06-06
        OVER    | qmb_share           | 1.00   | refile        |
        """,
    )
    (step,) = story.frame("leak").filter(leak_class="qmb_share")["first_step"].unique()
    assert "Medicaid" in step and "never bill the patient" in step


@told(
    claims="""
    claim  | code  | charge | filing
    DEDUCT | 96372 | 40.00  | MB
           | J3420 | 15.00  |
    """,
    remits="""
    on    | claim  | filing | code  | charge | paid | adj                     | moa
    02-01 | DEDUCT | MB     | 96372 | 40.00  | 0.00 | CO-45 26.09, PR-1 13.91 | MA01 N781
          |        |        | J3420 | 15.00  | 5.00 | CO-45 10.00             |
    """,
)
def test_a_remark_on_the_claim_protects_all_of_its_lines(story: Story) -> None:
    """22: at claim level as at line level, and among alerts; a line without a share has nothing to protect."""
    story.lines("""
    code  | state         | allowed | patient_share | uncollectable_share | received
    96372 | patient_share | 13.91   | 13.91         | 13.91               | 0.00
    J3420 | paid          | 5.00    | 0.00          | 0.00                | 5.00
    """)
    says(story.frame("leak"), "leak_class | amount\nqmb_share | 13.91")


CENTS = st.integers(0, 2_000)


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.tuples(CENTS, CENTS, st.integers(0, 50), st.integers(0, 2), st.integers(0, 3), CENTS, CENTS),
        min_size=120,
        max_size=120,
    )
)
def test_the_equation_holds_to_the_cent_whoever_owes(drawn: list[tuple[int, ...]]) -> None:
    """30: expected − received + overpaid = Σ leaks, per line, for a fee and for a payer without a rate of its own."""
    claims, remits = [], []
    for number, (paid, share, cut, protected, more, second, left) in enumerate(drawn):
        payer = {"payer": "MEDI", "filing": "MB"} if number % 3 else {"payer": "NEW", "filing": "CI"}
        line = {"claim": f"C{number}", "patient": f"P{number}", "code": "96372", "charge": "90.00"}
        claims.append({**line, **payer})
        adj = f"CO-45 {90 - (paid + share + cut) / 100:.2f}, PR-2 {share / 100:.2f}, CO-253 {cut / 100:.2f}"
        remits.append({**line, **payer, "on": "02-01", "paid": f"{paid / 100:.2f}", "adj": adj,
                       "remarks": "N782" if protected else ""})  # fmt: skip
        if more == 0:
            remits.append({**line, "payer": "AID", "filing": "MC", "on": "02-20", "status": "2",
                           "paid": f"{second / 100:.2f}", "adj": f"OA-23 40.00, PR-2 {left / 100:.2f}"})  # fmt: skip
    built = build(stored(claims, remits), tables=("ledger", "leak", "line"))
    leaks = built["leak"].group_by("line_id").agg(pl.col("amount").sum())
    rows = built["ledger"].filter(standing="valued").join(leaks, on="line_id", how="left")
    assert rows.height > 50
    summed = pl.col("expected_cents") - pl.col("received_cents") + pl.col("overpaid_cents")
    cents = (pl.col("amount").fill_null(0) * 100).cast(pl.Int64)
    assert rows.filter((summed != cents) | (summed != pl.col("leak_cents"))).is_empty()
    assert (built["leak"]["amount"] > 0).all()


def test_a_class_estimate_leaves_a_protected_share_whole() -> None:
    """31: what was paid stands as it was paid, and beside it all of what only Medicaid owes."""
    claims, remits = [], []
    for number in range(40):
        row = {"claim": f"KNOWN{number}", "patient": f"K{number}", "payer": "OLD", "filing": "CI", "code": "96372"}
        row |= {"charge": "40.00", "date": "2024-05-10", "sent": "2024-05-12"}
        claims.append(row)
        remits.append({**row, "on": "2024-06-01", "paid": "20.00", "adj": "CO-45 20.00"})
    line = {"claim": "NEW", "patient": "NEW", "payer": "NEW", "filing": "CI", "code": "96372", "charge": "40.00"}
    claims.append(line)
    remits.append({**line, "on": "02-01", "paid": "3.00", "adj": "CO-45 36.00, PR-2 1.00", "remarks": "N782"})
    built = build(stored(claims, remits), tables=("ledger", "leak"))
    says(
        built["ledger"].filter(claim_id="NEW"),
        """
        expected_basis | standing | is_unrated | expected_cents | received_cents | overpaid_cents | leak_cents
        class_estimate | valued   | yes        | 400            | 300            | 0              | 100
        """,
    )
    says(built["leak"].filter(claim_id="NEW"), "leak_class | amount\nqmb_share | 1.00")


# 16, 40 Paid by the head


@told(
    claims="""
    claim | code  | charge | filing | mods | date  | purpose
    T14   | 99213 | 150.00 | HM     | 25   | 03-10 |
          | 96372 | 40.00  |        |      |       |
          | J3420 | 15.00  |        |      |       |
    """,
    remits="""
    on    | claim | code  | charge | paid | adj          | filing | date
    03-25 | T14   | 99213 | 150.00 | 0.00 | CO-24 150.00 | HM     | 03-10
          |       | 96372 | 40.00  | 0.00 | CO-24 40.00  |        |
          |       | J3420 | 15.00  | 0.00 | CO-24 15.00  |        |
    """,
)
def test_capitation_is_no_other_payer(story: Story) -> None:
    """Out of the rates and of the ledger, counted beside."""
    story.lines("""
    code  | state     | state_first | capitated | has_routed
    99213 | capitated | capitated   | yes       | no
    96372 | capitated | capitated   | yes       | no
    J3420 | capitated | capitated   | yes       | no
    """)
    story.injections("""
    state     | answered_initial | answered_open | is_routed | is_awaited | is_office_pair | open_expected_cents
    capitated | no               | no            | no        | no         | no             | 0
    """)
    story.encounters("pair_outcome | pair_outcome_first\nexcluded | excluded")
    says(story.frame("ledger"), "standing | outside\n" + "not_valued | capitated\n" * 3)
    assert story.frame("leak").is_empty()


@told(
    claims="""
    claim   | code  | charge | filing | purpose
    WAITS   | 96372 | 40.00  | HM     | RP
    REFUSED | 96372 | 40.00  | HM     | RP
    PENDED  | 96372 | 40.00  | HM     | RP
    CENT    | 96372 | 40.00  | HM     | RP
    NONE    | 96372 | 40.00  | HM     | CH
    COPAY   | 96372 | 40.00  | HM     |
    PAYS    | 96372 | 40.00  | HM     |
    LATER   | 96372 | 40.00  | HM     |
    FIRST   | 96372 | 40.00  | HM     |
    AGAIN   | 96372 | 40.00  | HM     |
    TAKEN   | 96372 | 40.00  | HM     |
    UNDONE  | 96372 | 40.00  | HM     |
    PART_B  | 96372 | 40.00  | MB     |
    PART_C  | 96372 | 40.00  | 16     |
    AID     | 96372 | 40.00  | MC     |
    TWO     | 96372 | 40.00  | HM     |
    """,
    remits="""
    on    | claim   | status | code  | charge | paid   | adj                      | filing | payer
    02-01 | REFUSED | 1      | 96372 | 40.00  | 0.00   | CO-16 40.00              | HM     |
    02-01 | PENDED  | 1      | 96372 | 40.00  | 0.00   | OA-133 40.00             | HM     |
    02-01 | CENT    | 1      | 96372 | 40.00  | 0.01   | CO-45 39.99              | HM     |
    02-01 | COPAY   | 1      | 96372 | 40.00  | 0.00   | CO-24 30.00, PR-3 10.00  | HM     |
    02-01 | PAYS    | 1      | 96372 | 40.00  | 0.01   | CO-24 29.99, PR-3 10.00  | HM     |
    02-01 | LATER   | 1      | 96372 | 40.00  | 0.00   | CO-24 40.00              | HM     |
    03-01 | LATER   | 1      | 96372 | 40.00  | 20.00  | CO-45 20.00              | HM     |
    02-01 | FIRST   | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00              | HM     |
    03-01 | FIRST   | 1      | 96372 | 40.00  | 0.00   | CO-24 40.00              | HM     |
    02-01 | AGAIN   | 1      | 96372 | 40.00  | 0.00   | CO-24 40.00              | HM     |
    03-01 | AGAIN   | 1      | 96372 | 40.00  | 0.00   | OA-18 40.00              | HM     |
    02-01 | TAKEN   | 1      | 96372 | 40.00  | 20.00  | CO-45 20.00              | HM     |
    03-01 | TAKEN   | 22     | 96372 | -40.00 | -20.00 | CO-45 -20.00             | HM     |
    03-02 | TAKEN   | 1      | 96372 | 40.00  | 0.00   | CO-24 40.00              | HM     |
    02-01 | UNDONE  | 1      | 96372 | 40.00  | 0.00   | CO-24 40.00              | HM     |
    03-01 | UNDONE  | 22     | 96372 | -40.00 | 0.00   | CO-24 -40.00             | HM     |
    02-01 | PART_B  | 1      | 96372 | 40.00  | 0.00   | CO-24 40.00              | MB     |
    02-01 | PART_C  | 1      | 96372 | 40.00  | 0.00   | CO-24 40.00              | 16     |
    02-01 | AID     | 1      | 96372 | 40.00  | 0.00   | CO-24 40.00              | MC     |
    02-01 | TWO     | 1      | 96372 | 40.00  | 0.00   | CO-24 40.00              | HM     |
    03-01 | TWO     | 1      | 96372 | 40.00  | 20.00  | CO-45 20.00              | CI     | OTHER
    """,
)
def test_capitated_while_the_current_answer_paid_nothing(story: Story) -> None:
    """16, 18: before pended and not answered; a cent makes a line like any other; from Medicare it is routed."""
    story.lines("""
    claim   | state               | state_first | capitated
    WAITS   | capitated           | capitated   | yes
    REFUSED | capitated           | capitated   | yes
    PENDED  | capitated           | capitated   | yes
    CENT    | paid                | paid        | no
    NONE    | no_response         | no_response | no
    COPAY   | capitated           | capitated   | yes
    PAYS    | paid                | paid        | no
    LATER   | paid                | capitated   | no
    FIRST   | capitated           | denied      | yes
    AGAIN   | capitated           | capitated   | yes
    TAKEN   | capitated           | paid        | yes
    UNDONE  | awaiting_correction | capitated   | no
    PART_B  | routed              | routed      | no
    PART_C  | capitated           | capitated   | yes
    AID     | capitated           | capitated   | yes
    TWO     | paid                | capitated   | no
    """)


# 40 Paid by the day


@told(
    claims="""
    claim | code  | charge | filing | mods | date  | pos
    T13   | T1015 | 180.00 | MC     |      | 03-10 | 72
          | 99213 | 150.00 |        | 25   |       |
          | 96372 | 40.00  |        |      |       |
          | J3420 | 15.00  |        |      |       |
    """,
    remits="""
    on    | claim | code  | charge | paid   | adj                       | remarks | filing | date  | pos
    03-25 | T13   | T1015 | 180.00 | 250.00 | CO-45 30.00, CO-172 -100.00 |       | MC     | 03-10 | 72
          |       | 99213 | 150.00 | 0.00   | CO-97 150.00              | N390    |        |       |
          |       | 96372 | 40.00  | 0.00   | CO-97 40.00               | N390    |        |       |
          |       | J3420 | 15.00  | 0.00   | CO-97 15.00               | N390    |        |       |
    """,
)
def test_the_encounter_rate_pays_the_day(story: Story) -> None:
    """T1015 was allowed 250.00, since a negative adjustment adds; the others are no denials and no loss."""
    story.lines("""
    code  | state             | state_first       | allowed | contractual
    T1015 | paid              | paid              | 250.00  | -70.00
    99213 | in_encounter_rate | in_encounter_rate | 0.00    | 0.00
    96372 | in_encounter_rate | in_encounter_rate | 0.00    | 0.00
    J3420 | in_encounter_rate | in_encounter_rate | 0.00    | 0.00
    """)
    story.injections("""
    state             | answered_open | denied_open | is_office_pair | is_answered_pair | open_denial_cents
    in_encounter_rate | no            | no          | no             | no               | 0
    """)
    story.encounters("pair_outcome | pair_outcome_first\nexcluded | excluded")
    says(story.frame("ledger"), "standing | outside\n" + "not_valued | in_encounter_rate\n" * 3)
    assert story.frame("leak").is_empty()


@told(
    claims="""
    claim  | code  | charge | filing | date  | payer | patient
    CENT   | G0467 | 180.00 | MB     | 03-01 | |
           | 96372 | 40.00  |        |       | |
    ZERO   | G0470 | 180.00 | MB     | 03-02 | |
           | 96372 | 40.00  |        |       | |
    G0471  | G0471 | 180.00 | MB     | 03-03 | |
           | 96372 | 40.00  |        |       | |
    G0465  | G0465 | 180.00 | MB     | 03-04 | |
           | 96372 | 40.00  |        |       | |
    G0466  | G0466 | 180.00 | MB     | 03-05 | |
           | 96372 | 40.00  |        |       | |
    PAID   | T1015 | 180.00 | MC     | 03-06 | |
           | 96372 | 40.00  |        |       | |
    SHARE  | T1015 | 180.00 | MC     | 03-07 | |
           | 96372 | 40.00  |        |       | |
    ROUTED | T1015 | 180.00 | MC     | 03-08 | |
           | 96372 | 40.00  |        |       | |
    REASON | T1015 | 180.00 | MC     | 03-09 | |
           | 96372 | 40.00  |        |       | |
    WAITS  | T1015 | 180.00 | MC     | 03-10 | |
           | 96372 | 40.00  |        |       | |
    BACK   | T1015 | 180.00 | MC     | 03-11 | |
           | 96372 | 40.00  |        |       | |
    OTHER  | T1015 | 180.00 | MC     | 03-12 | | SAME
    OTHER2 | 96372 | 40.00  | CI     | 03-12 | COM | SAME
    PROC   | T1015 | 180.00 | MC     | 03-13 | |
           | 20610 | 90.00  |        |       | |
    HEAD   | T1015 | 180.00 | MC     | 03-14 | |
           | 96372 | 40.00  |        |       | |
    """,
    remits="""
    on    | claim  | code  | charge  | paid   | adj           | filing | date  | payer | status
    04-01 | CENT   | G0467 | 180.00  | 0.01   | CO-45 179.99  | MB     | 03-01 |       |
          |        | 96372 | 40.00   | 0.00   | CO-97 40.00   |        |       |       |
    04-01 | ZERO   | G0470 | 180.00  | 0.00   | CO-45 180.00  | MB     | 03-02 |       |
          |        | 96372 | 40.00   | 0.00   | CO-97 40.00   |        |       |       |
    04-01 | G0471  | G0471 | 180.00  | 100.00 | CO-45 80.00   | MB     | 03-03 |       |
          |        | 96372 | 40.00   | 0.00   | CO-97 40.00   |        |       |       |
    04-01 | G0465  | G0465 | 180.00  | 100.00 | CO-45 80.00   | MB     | 03-04 |       |
          |        | 96372 | 40.00   | 0.00   | CO-97 40.00   |        |       |       |
    04-01 | G0466  | G0466 | 180.00  | 100.00 | CO-45 80.00   | MB     | 03-05 |       |
          |        | 96372 | 40.00   | 0.00   | CO-50 40.00   |        |       |       |
    04-01 | PAID   | T1015 | 180.00  | 100.00 | CO-45 80.00   | MC     | 03-06 |       |
          |        | 96372 | 40.00   | 0.01   | CO-97 39.99   |        |       |       |
    04-01 | SHARE  | T1015 | 180.00  | 100.00 | CO-45 80.00   | MC     | 03-07 |       |
          |        | 96372 | 40.00   | 0.00   | PR-3 0.01, CO-45 39.99 | | |       |
    04-01 | ROUTED | T1015 | 180.00  | 100.00 | CO-45 80.00   | MC     | 03-08 |       |
          |        | 96372 | 40.00   | 0.00   | OA-109 40.00  |        |       |       |
    04-01 | REASON | T1015 | 180.00  | 100.00 | CO-45 80.00   | MC     | 03-09 |       |
          |        | 96372 | 40.00   | 0.00   | CO-45 40.00   |        |       |       |
    04-01 | WAITS  | T1015 | 180.00  | 100.00 | CO-45 80.00   | MC     | 03-10 |       |
    04-01 | BACK   | T1015 | 180.00  | 100.00 | CO-45 80.00   | MC     | 03-11 |       |
          |        | 96372 | 40.00   | 0.00   | CO-97 40.00   |        |       |       |
    04-09 | BACK   | T1015 | -180.00 | -100.00 | CO-45 -80.00 | MC     | 03-11 |       | 22
    04-01 | OTHER  | T1015 | 180.00  | 100.00 | CO-45 80.00   | MC     | 03-12 |       |
    04-01 | OTHER2 | 96372 | 40.00   | 0.00   | CO-97 40.00   | CI     | 03-12 | COM   |
    04-01 | PROC   | T1015 | 180.00  | 100.00 | CO-45 80.00   | MC     | 03-13 |       |
          |        | 20610 | 90.00   | 0.00   | CO-97 90.00   |        |       |       |
    04-01 | HEAD   | T1015 | 180.00  | 100.00 | CO-45 80.00   | MC     | 03-14 |       |
          |        | 96372 | 40.00   | 0.00   | CO-24 40.00   |        |       |       |
    """,
)
def test_what_is_paid_by_the_day(story: Story) -> None:
    """18, 40: a rate that paid, by the same payer, on lines allowed and paid nothing, whatever the code says."""
    says(
        story.frame("line").filter(~pl.col("code").is_in(["T1015"]) & ~pl.col("code").str.starts_with("G")),
        """
        claim  | code  | state
        CENT   | 96372 | in_encounter_rate
        ZERO   | 96372 | denied
        G0471  | 96372 | denied
        G0465  | 96372 | denied
        G0466  | 96372 | in_encounter_rate
        PAID   | 96372 | part_denied
        SHARE  | 96372 | patient_share
        ROUTED | 96372 | in_encounter_rate
        REASON | 96372 | in_encounter_rate
        WAITS  | 96372 | no_response
        BACK   | 96372 | denied
        OTHER2 | 96372 | denied
        PROC   | 20610 | denied
        HEAD   | 96372 | capitated
        """,
    )


@pytest.mark.parametrize("state", ["capitated", "in_encounter_rate"])
def test_a_drug_given_on_such_a_day_is_no_administration_missed(state: str) -> None:
    """32: the row would take its payer from a line that is paid in another way."""
    denied = {"capitated": "CO-24 15.00", "in_encounter_rate": "CO-97 15.00"}[state]
    claims = table("""
    claim | code  | charge | filing
    A     | T1015 | 180.00 | MC
    A2    | J3420 | 15.00  | MC
    """)
    remits = table(f"""
    on    | claim | code  | charge | paid   | adj         | filing
    02-01 | A     | T1015 | 180.00 | 100.00 | CO-45 80.00 | MC
    02-01 | A2    | J3420 | 15.00  | 0.00   | {denied}    | MC
    """)
    built = build(stored(claims, remits), tables=("line", "leak", "flag", "ledger"))
    assert built["line"].filter(code="J3420")["state"].to_list() == [state]
    assert built["leak"].is_empty() and built["ledger"].is_empty()
