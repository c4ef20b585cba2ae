"""Where one answer turns into another: each order with its rival beside it, each amount just below, at and above."""

import polars as pl
from drawn import build, stored
from story import Batch, Story

told = Batch()


@told(
    claims="""
    claim | payer    | filing | code  | units | charge
    A     | MEDICARE | MB     | 96372 | 1     | 40.00
    B     | MEDICARE | MB     | 96372 | 1     | 40.00
    C     | MEDICARE | MB     | 96372 | 100   | 4000.00
    D     | MEDICARE | MB     | 96372 | 100   | 4000.00
    """,
    remits="""
    on    | claim | payer    | filing | code  | units | charge  | paid    | adj
    02-01 | A     | MEDICARE | MB     | 96372 | 1     | 40.00   | 13.41   | CO-45 26.59
    02-01 | B     | MEDICARE | MB     | 96372 | 1     | 40.00   | 13.40   | CO-45 26.60
    02-01 | C     | MEDICARE | MB     | 96372 | 100   | 4000.00 | 1377.09 | CO-45 2622.91
    02-01 | D     | MEDICARE | MB     | 96372 | 100   | 4000.00 | 1377.08 | CO-45 2622.92
    """,
)
def test_short_by_fifty_cents_or_one_percent_is_no_shortfall_yet(story: Story) -> None:
    """31: of $13.91 50 cents are tolerated and 51 are not; of $1,391.00 $13.91 are, and a cent more is not."""
    story.lines("""
    claim | expected | state
    A     | 13.91    | paid
    B     | 13.91    | underpaid
    C     | 1391.00  | paid
    D     | 1391.00  | underpaid
    """)
    leaks = story.batch.facts()["leak"].join(story.frame("line").select("line_id"), on="line_id")
    assert sorted(leaks.select("leak_class", pl.col("amount").cast(pl.String)).rows()) == [
        ("tolerance", "0.50"),
        ("tolerance", "13.91"),
        ("underpaid", "0.51"),
        ("underpaid", "13.92"),
    ]


@told(
    claims="""
    claim | code  | units | charge
    A     | 96372 | 2     | 80.00
    B     | 96372 | 2     | 80.00
    """,
    remits="""
    on    | claim | status | code  | units | units_paid | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 2     | 2          | 80.00  | 32.00  | CO-45 48.00
    02-05 | A     | 22     | 96372 | 2     | 2          | -80.00 | -32.00 | CO-45 -48.00
    02-05 | A     | 1      | 96372 | 2     | 1          | 80.00  | 16.00  | CO-45 24.00, CO-222 40.00
    02-01 | B     | 1      | 96372 | 2     | 1          | 80.00  | 16.00  | CO-45 24.00, CO-222 40.00
    """,
)
def test_a_payment_taken_back_and_denied_in_part_is_taken_back(story: Story) -> None:
    """18: taken back stands before denied in part, whatever is still allowed; never paid whole it is denied in part."""
    story.lines("""
    claim | state       | allowed | open_denial
    A     | taken_back  | 16.00   | 40.00
    B     | part_denied | 16.00   | 40.00
    """)


@told(
    claims="""
    claim | payer    | filing | code  | charge
    A     | MEDICARE | MB     | 96374 | 90.00
    B     | MEDICARE | MB     | 96372 | 40.00
    C     | MEDICARE | MB     | 96372 | 40.00
    """,
    remits="""
    on    | claim | payer    | filing | billed | code  | charge | paid | adj
    02-01 | B     | MEDICARE | MB     | 96372  | 96401 | 40.00  | 9.00 | CO-45 31.00
    02-01 | C     | MEDICARE | MB     |        | 96372 | 40.00  | 9.00 | CO-45 31.00
    """,
)
def test_a_recoded_line_is_no_underpaid_one(story: Story) -> None:
    """31: paid for another code than billed; its missing dollars are `recoded`, apart from what prices fall short."""
    lines = story.frame("line").select("line_id", "claim_id")
    found = story.frame("injection").drop("claim_id").join(lines, on="line_id").sort("claim_id")
    assert found.select("claim_id", "due", "short_cents").rows() == [("B", None, None), ("C", "owed", 491)]


@told(
    claims="""
    claim | code  | charge | total
    A     | 96372 | 40.00  | 80.00
          | 96372 | 40.00  |
    B     | 96372 | 40.00  | 80.00
          | 96372 | 40.00  |
    C     | 96372 | 40.00  | 80.00
          | 96372 | 40.00  |
    """,
    remits="""
    on    | claim | code  | charge | paid  | adj         | total
    02-01 | A     | 96372 | 79.99  | 50.00 | CO-45 29.99 | 80.00
    02-01 | B     | 96372 | 80.00  | 50.00 | CO-45 30.00 | 80.00
    02-01 | C     | 96372 | 80.01  | 50.00 | CO-45 30.01 | 80.00
    """,
)
def test_one_payment_stands_for_two_lines_only_where_it_is_their_sum(story: Story) -> None:
    """11: a cent less or more, and it answers one line."""
    story.lines("""
    claim | state       | paid
    A     | no_response | 0.00
    A     | paid        | 50.00
    B     | paid        | 25.00
    B     | paid        | 25.00
    C     | no_response | 0.00
    C     | paid        | 50.00
    """)


@told(
    remits="""
    on    | claim | code  | charge | paid  | adj
    none  | A     | 96372 | 40.00  | 0.00  | CO-97 40.00
    02-01 | A     | 96372 | 40.00  | 16.00 | CO-45 24.00
    """
)
def test_what_has_no_day_at_all_comes_first(story: Story) -> None:
    """2: a dated answer is later than one that nothing dates."""
    story.events("""
    n | on    | reason
    1 |       | 97
    2 | 02-01 |
    """)
    story.lines("""
    claim | state     | initial_category
    A     | recovered | bundled
    """)


@told(
    claims="""
    claim | sent  | patient | date  | freq | control | code  | charge
    A     | 01-12 | ann     | 01-10 | 1    | L1      | 96372 | 40.00
    A     | 01-12 | ann     | 01-09 | 7    | L1      | 96372 | 45.00
    B     | 01-12 | ben     | 01-10 | 1    | L1      | 96372 | 40.00
    B     | 01-11 | ben     | 01-09 | 7    | L1      | 96372 | 45.00
    """
)
def test_a_correction_sent_on_the_day_of_its_original_corrects_it(story: Story) -> None:
    """9: on the same day it does, though its day of service is another; sent before, there is nothing to correct."""
    story.lines("""
    claim | date  | charge | charge_now
    A     | 01-10 | 40.00  | 45.00
    B     | 01-10 | 40.00  | 40.00
    B     | 01-09 | 45.00  | 45.00
    """)


@told(
    claims="""
    claim | sent  | patient | date  | freq | ref  | control | code  | charge
    A     | 01-12 | ann     | 01-10 | 1    |      | L1      | 96372 | 40.00
    B     | 01-12 | ann     | 01-15 | 1    |      | L1      | 96372 | 41.00
    A     | 02-12 | ann     | 01-20 | 7    | ICNB | L1      | 96372 | 45.00
    """,
    remits="""
    on    | claim | icn  | date  | code  | charge | paid | adj
    02-01 | A     | ICNA | 01-10 | 96372 | 40.00  | 0.00 | CO-11 40.00
    02-01 | B     | ICNB | 01-15 | 96372 | 41.00  | 0.00 | CO-11 41.00
    """,
)
def test_the_payers_number_names_the_original_before_our_own_does(story: Story) -> None:
    """9: REF*F8 says B, the claim number says A."""
    story.lines("""
    claim | date  | charge | charge_now
    A     | 01-10 | 40.00  | 40.00
    B     | 01-15 | 41.00  | 45.00
    """)


@told(
    claims="""
    claim | sent  | patient | payer | seq | date  | freq | control | code  | charge
    A     | 01-12 | ann     | ACME  | P   | 01-10 | 1    | L1      | 96372 | 40.00
    A     | 02-12 | ann     | ACME  | P   | 01-20 | 7    | L1      | 96372 | 45.00
    A     | 02-12 | ann     | OTHER | S   | 01-20 | 1    | L1      | 96372 | 45.00
    """
)
def test_of_one_day_the_claim_to_the_first_payer_opens(story: Story) -> None:
    """9: the correction is found though the same claim went to the second payer, as an original, on its day."""
    story.lines("""
    claim | date  | charge | charge_now | payer
    A     | 01-10 | 40.00  | 45.00      | ACME
    """)


@told(
    claims="""
    claim | sent  | patient | payer | seq | code  | charge
    A     | 01-12 | ann     | OTHER | S   | 96372 | 45.00
    A     | 01-20 | ann     | ACME  | P   | 96372 | 40.00
    B     | 01-12 | ben     | OTHER | S   | 99213 | 90.00
    B     | 01-20 | ben     | ACME  | P   | 96372 | 40.00
    """
)
def test_a_claim_to_a_second_payer_that_came_first_opens_nothing(story: Story) -> None:
    """9: the line is as first billed to the first payer, and nothing of the second's makes it another claim."""
    story.lines("""
    claim | code  | submitted_date | charge | payer_first_billed | added_by_correction
    A     | 96372 | 01-20          | 40.00  | ACME-commercial    | no
    B     | 96372 | 01-20          | 40.00  | ACME-commercial    | no
    B     | 99213 | 01-12          | 90.00  | OTHER-commercial   | no
    """)
    sent = stored(story.batch.claims)["claim_line"].filter(payer_sequence="P")
    assert set(story.frame("line")["claim_key"]) <= set(sent["claim_key"]), "both lines are of the claim to the first"


@told(
    claims="""
    claim | sent  | patient | basis  | payer | code  | charge
    A     | 01-12 | ann1    | weak   | ACME  | 96372 | 40.00
    A     | 02-12 | ann2    | weak   | OTHER | 96372 | 40.00
    B     | 01-12 | ben1    | weak   | ACME  | 96372 | 40.00
    B     | 02-12 | ben2    | weak   | ACME  | 96372 | 40.00
    C     | 01-12 | cid1    | strong | ACME  | 96372 | 40.00
    C     | 02-12 | cid2    | strong | OTHER | 96372 | 40.00
    D     | 01-12 | dot1    | strong | ACME  | 96372 | 40.00
    D     | 02-12 | dot2    | weak   | OTHER | 96372 | 40.00
    E     | 01-12 | eve1    | weak   | ACME  | 96372 | 40.00
    E     | 02-12 | eve2    | strong | OTHER | 96372 | 40.00
    """
)
def test_a_weak_patient_key_says_nothing_to_another_payer(story: Story) -> None:
    """4 and 9: of payer and member id, it tells two members of one payer apart, and nobody between two payers."""
    story.lines("""
    claim | submitted_date
    A     | 01-12
    B     | 01-12
    B     | 02-12
    C     | 01-12
    C     | 02-12
    D     | 01-12
    E     | 01-12
    """)


@told(
    claims="""
    claim | sent  | patient | code  | charge
    A     | 01-12 | ann     | 96372 | 40.00
    A2    | 02-12 | ann     | 96372 | 40.00
    B     | 01-12 | ben     | 96372 | 40.00
    B2    | 02-12 | ben     | 96372 | 40.00
    """,
    remits="""
    on    | claim | code  | charge | paid | adj
    02-12 | A     | 96372 | 40.00  | 0.00 | CO-11 40.00
    02-13 | B     | 96372 | 40.00  | 0.00 | CO-11 40.00
    """,
)
def test_denied_and_sent_again_on_one_day_is_one_line(story: Story) -> None:
    """9: the answer of that day was known; the next day's was not."""
    story.lines("""
    claim | state
    A     | denied
    B     | denied
    B2    | no_response
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -24.00
    02-10 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 24.00
    02-20 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -24.00
    02-20 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 24.00
    """
)
def test_a_reversal_of_nothing_hides_no_answer_from_the_next_one(story: Story) -> None:
    """13: what the first took back is not in the store; the second takes the older answer, and its day's stands."""
    story.lines("""
    claim | state | paid | resolved_date
    A     | paid  | 0.00 | 02-20
    """)


@told(
    claims="""
    claim | date  | code  | charge
    A     | 01-10 | 96372 | 40.00
          | 01-20 | 96372 | 40.00
    """,
    remits="""
    on    | claim | status | freq | date  | code  | charge | paid   | adj
    02-01 | A     | 1      | 1    | 01-10 | 96372 | 40.00  | 16.00  | CO-45 24.00
          |       |        |      | 01-20 | 96372 | 40.00  | 16.00  | CO-45 24.00
    02-05 | A     | 22     | 1    | 01-20 | 96372 | -40.00 | -16.00 | CO-45 -24.00
    02-06 | A     | 1      | 7    | none  | 96372 | 40.00  | 20.00  | CO-45 20.00
    02-10 | A     | 22     | 1    | 01-10 | 96372 | -40.00 | -16.00 | CO-45 -24.00
    02-11 | A     | 1      | 7    | none  | 96372 | 40.00  | 21.00  | CO-45 19.00
    """,
)
def test_undated_corrections_answer_reversals_in_the_order_in_which_these_came(story: Story) -> None:
    """13: not in the order of the days of service."""
    story.lines("""
    claim | date  | paid
    A     | 01-10 | 21.00
    A     | 01-20 | 20.00
    """)


@told(
    claims="""
    claim | code  | charge
    A     | 96372 | 40.00
    B     | 96372 | 40.00
    C     | 96372 | 40.00
    """,
    remits="""
    on    | claim | code  | charge | paid  | adj         | b6
    02-01 | A     | 96372 | 40.00  | 16.00 | CO-45 24.00 | 16.49
    02-01 | B     | 96372 | 40.00  | 16.00 | CO-45 24.00 | 16.50
    02-01 | C     | 96372 | 40.00  | 16.00 | CO-45 24.00 | 16.51
    """,
)
def test_an_allowed_amount_fifty_cents_off_its_parts_is_rounded(story: Story) -> None:
    """21: AMT*B6 against paid, patient share and later reductions; beyond it, it sets no price."""
    lines = story.frame("line").select("line_id", "claim_id", "allowed_conflict").sort("claim_id")
    assert lines["allowed_conflict"].to_list() == [False, False, True]
    priced = story.frame("injection").drop("claim_id").join(lines, on="line_id").sort("claim_id")
    assert priced["is_priced"].to_list() == [True, True, False]


@told(
    claims="""
    claim | code  | charge
    A     | 96372 | 40.00
    B     | 96372 | 40.00
    """,
    remits="""
    on    | claim | code  | charge | paid | adj
    02-01 | A     | 96372 | 40.00  | 0.00 | OA-133 40.00
    02-10 | A     | 96372 | 40.00  | 0.00 | CO-18 40.00
    02-01 | B     | 96372 | 40.00  | 0.00 | CO-97 40.00
    02-10 | B     | 96372 | 40.00  | 0.00 | CO-18 40.00
    """,
)
def test_our_own_duplicate_answers_a_line_that_is_only_pended(story: Story) -> None:
    """14: reason 18 is an answer while the line has no other, and a pend is none."""
    story.lines("""
    claim | state  | initial_reason | first_answer_date
    A     | denied | 18             | 02-10
    B     | denied | 97             | 02-01
    """)


@told(
    claims="""
    claim | sent  | freq | code  | charge
    A     | 01-12 | 1    | 96372 | 40.00
    A     | 01-31 | 7    | 96372 | 40.00
    B     | 01-12 | 1    | 96372 | 40.00
    B     | 02-01 | 7    | 96372 | 40.00
    C     | 01-12 | 1    | 96372 | 40.00
    C     | 02-02 | 7    | 96372 | 40.00
    """,
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | A     | 96372 | 40.00  | 0.00  | CO-11 40.00
    02-01 | B     | 96372 | 40.00  | 0.00  | CO-11 40.00
    02-01 | C     | 96372 | 40.00  | 0.00  | CO-11 40.00
    03-01 | A     | 96372 | 40.00  | 16.00 | CO-45 24.00
    03-01 | B     | 96372 | 40.00  | 16.00 | CO-45 24.00
    03-01 | C     | 96372 | 40.00  | 16.00 | CO-45 24.00
    """,
)
def test_a_correction_sent_before_the_denial_recovered_nothing(story: Story) -> None:
    """28: the day before, on the day, the day after: what was sent before came back without a new claim."""
    story.lines("""
    claim | state     | recovery_route
    A     | recovered | reprocessed
    B     | recovered | corrected_claim
    C     | recovered | corrected_claim
    """)


@told(
    claims="""
    claim | code  | charge
    A     | 96372 | 40.00
    B     | 96372 | 40.00
    """,
    remits="""
    on    | claim | code  | charge | paid  | adj         | remarks
    02-01 | A     | 96372 | 40.00  | 0.00  | CO-45 40.00 | MA130
    02-01 | B     | 96372 | 40.00  | 0.01  | CO-45 39.99 | MA130
    """,
)
def test_nothing_allowed_without_a_denial_code_is_adverse(story: Story) -> None:
    """41: its remark says what can be done; with a cent allowed and nothing missing there is nothing to do."""
    story.lines("""
    claim | state     | disposition
    A     | underpaid | unprocessable
    B     | paid      |
    """)


@told(
    claims="""
    claim | payer    | filing | code  | charge
    A     | MEDICARE | MB     | 99213 | 90.00
          |          |        | 96372 | 40.00
    B     | MEDICARE | MB     | 99213 | 90.00
          |          |        | 96372 | 40.00
    """,
    remits="""
    on    | claim | payer    | filing | code  | charge | paid  | adj         | remarks
    02-01 | A     | MEDICARE | MB     | 99213 | 90.00  | 0.00  | CO-97 90.00 |
          |       |          |        | 96372 | 40.00  | 13.91 | CO-45 26.09 |
    02-20 | A     | MEDICARE | MB     | 99213 | 90.00  | 0.00  | CO-97 90.00 | M144
    02-01 | B     | MEDICARE | MB     | 99213 | 90.00  | 0.00  | CO-97 90.00 | M144
          |       |          |        | 96372 | 40.00  | 13.91 | CO-45 26.09 |
    02-20 | B     | MEDICARE | MB     | 99213 | 90.00  | 0.00  | CO-97 90.00 |
    """,
)
def test_a_global_period_is_of_the_answer_that_names_it(story: Story) -> None:
    """28: first and now are told apart."""
    found = story.frame("encounter").sort("encounter_id").select("patient_key", "em_loss_cause_first", "em_loss_cause")
    assert sorted(found.rows()) == [("A", "sole", "global"), ("B", "global", "sole")]


@told(
    claims="""
    claim | code  | mods | charge
    A     | J1885 | JA   | 40.00
          | 96372 |      | 40.00
    B     | J1885 |      | 40.00
          | 96372 | JA   | 40.00
    """
)
def test_a_modifier_for_a_vein_counts_on_a_drug(story: Story) -> None:
    """33: on anything else it says nothing of the route."""
    lines = story.frame("line").select("line_id", "claim_id")
    flags = story.batch.facts()["flag"].filter(rule="vein_modifier").select("line_id").join(lines, on="line_id")
    assert flags["claim_id"].to_list() == ["A"]


def test_a_payment_of_which_a_claim_counts_is_no_copy() -> None:
    """12: same payer, number, day and amount. The second brings a claim of its own; the third nothing new."""
    rows = stored(
        remits="""
        on    | trace | claim | code  | charge | paid  | adj
        02-01 | T1    | A     | 96372 | 40.00  | 16.00 | CO-45 24.00
        02-01 | T2    | B     | 96372 | 40.00  | 16.00 | CO-45 24.00
        02-01 | T3    | A     | 96372 | 40.00  | 16.00 | CO-45 24.00
        """
    )
    first, second, third = rows["remit_payment"].rows(named=True)
    known = dict(zip(rows["remit_line"]["remit_claim_id"], rows["remit_line"]["identity"], strict=True))
    same = {known[f"{third['payment_id']}-0"]: known[f"{first['payment_id']}-0"]}
    rows["remit_line"] = rows["remit_line"].with_columns(pl.col("identity").replace(same))
    rows["remit_payment"] = rows["remit_payment"].with_columns(trace=pl.lit("T"), source_sha=pl.Series(LOADED))
    for name in ("remit_claim", "remit_line", "adjustment"):
        shas = dict(zip((row["source_sha"] for row in (first, second, third)), LOADED, strict=True))
        rows[name] = rows[name].with_columns(pl.col("source_sha").replace(shas))
    built = build(rows, tables=("payment",))["payment"]
    found = dict(built.select("payment_id", "copy_of").iter_rows())
    assert found == {first["payment_id"]: None, second["payment_id"]: None, third["payment_id"]: first["payment_id"]}


LOADED = ("1" * 64, "2" * 64, "3" * 64)
"""Three files, in the order in which they are stored."""
