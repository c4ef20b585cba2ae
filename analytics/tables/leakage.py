"""The leak ledger: what was due and what came, the classes of what did not come, and what to look at."""

import dataframely as dy

from analytics.tables.columns import day, flag, money, number, quantity, small, text

LINE_ID = "the service line; null for an administration that was not billed"
ROLE = "injection em drug"
PAYER_CLASS = "medicare medicare_advantage medicaid commercial government workers_comp other"


class Ledger(dy.Schema):
    """One line of the leak ledger, or one administration that was not billed."""

    line_id = text(LINE_ID)
    claim_id = text("patient control number")
    encounter_id = text("patient, billing group and day", nullable=True)
    patient_key = text("keyed hash of the patient")
    role = text(ROLE)
    payer_id = text("payer as identified at build (meanings 5)")
    payer_name = text("payer's name")
    payer_class = text(PAYER_CLASS)
    rendering_npi = text("rendering provider")
    provider_name = text("rendering provider's name")
    place_of_service = text("place of service as first billed")
    drug = text("the injectable drug of that day: one code, several or none")
    service_date = day("first-billed date of service")
    service_month = day("first day of the month of service")
    answer_month = day("first day of the month of the first answer")
    state = text("where the line stands (meanings 18)")
    expected_basis = text("contract medicare_fee medicare_fee_national observed class_estimate none")
    standing = text("valued open not_valued: on both sides of the equation, or beside it (meanings 31)")
    outside = text("why it is beside: no_response pended voided withdrawn capitated in_encounter_rate no_rate …")
    is_unrated = flag("paid, and only a class estimate to hold it to: it stands as it was paid")
    charge_cents = number("charge as last billed, in cents")
    expected_cents = number("expected; 0 beside the equation")
    received_cents = number("received; 0 beside the equation")
    overpaid_cents = number("received beyond expected")
    leak_cents = number("expected − received + overpaid: what the line's leaks add up to")


class Leak(dy.Schema):
    """Money of one line that did not come in, in one class; classes never overlap."""

    line_id = text(LINE_ID)
    claim_id = text("patient control number")
    encounter_id = text("patient, billing group and day")
    patient_key = text("keyed hash of the patient")
    role = text(ROLE)
    payer_id = text("payer as identified at build (meanings 5)")
    payer_name = text("payer's name")
    payer_class = text(PAYER_CLASS)
    rendering_npi = text("rendering provider")
    provider_name = text("rendering provider's name")
    place_of_service = text("place of service as first billed")
    drug = text("the injectable drug of that day: one code, several or none")
    service_date = day("first-billed date of service")
    service_month = day("first day of the month of service")
    answer_month = day("first day of the month of the first answer")
    leak_class = text("class of the ledger; of a denial its category (meanings 31)")
    rule = text("rule of queries/leakage that claims it")
    amount = money("what did not come in")
    preventable = text("H M L N: could it have been prevented")
    recoverable = text("H M L N: can it still be had")
    side = text("front_desk coding billing documentation payer: where it began")
    first_step = text("what to do first")
    adverse_date = day("first determination that still stands against the line; none of an unprocessable claim")
    since = day("that day, else of the first refusal, else of the service: what an age is counted from")
    disposition = text("unprocessable no_appeal first_appeal_lost other_route: what can be done (meanings 41)")
    deadline = day("last day for the step; null where no limit is set")
    deadline_kind = text("appeal reopening refile second_appeal exception; null where nothing can be sent")
    limit_basis = text("set usual medicare: whose limit it is; usual where none is set (meanings 42)")
    deadline_note = text("what the deadline rests on")
    expected_basis = text("contract medicare_fee medicare_fee_national observed class_estimate")


class WorkRow(dy.Schema):
    """One line with something to work: what is missing where that is known, the way back and its last day."""

    line_id = text(LINE_ID)
    root_line_id = text("the line at the root of it: of an injection that went down with its drug, the drug's")
    claim_id = text("patient control number")
    encounter_id = text("patient, billing group and day")
    patient_key = text("keyed hash of the patient")
    role = text(ROLE)
    payer_id = text("payer as identified at build (meanings 5)")
    payer_name = text("payer's name")
    payer_class = text(PAYER_CLASS)
    rendering_npi = text("rendering provider")
    provider_name = text("rendering provider's name")
    place_of_service = text("place of service as first billed")
    drug = text("the injectable drug of that day: one code, several or none")
    service_date = day("first-billed date of service")
    service_month = day("first day of the month of service")
    answer_month = day("first day of the month of the first answer")
    leak_class = text("class of its largest missing part; of a denial its category (meanings 31)")
    rule = text("rule of queries/leakage that claims it")
    expected = money("expected allowed amount; null in a work row without value")
    amount = money("what did not come in and can be worked; null in a work row without value")
    charge = money("charge as last billed")
    recoverable = text("H M L: can it still be had")
    side = text("front_desk coding billing documentation payer: where it began")
    first_step = text("what to do first")
    since = day("the determination, else the first refusal, else the service: what an age is counted from")
    disposition = text("unprocessable no_appeal first_appeal_lost other_route: what can be done (meanings 41)")
    deadline = day("last day for the step; null where no limit is set")
    deadline_kind = text("appeal reopening refile second_appeal exception; null where nothing can be sent")
    limit_basis = text("set usual medicare: whose limit it is; usual where none is set (meanings 42)")
    deadline_note = text("what the deadline rests on")


class WorkItem(dy.Schema):
    """One item of work as it stands now: a line, or an injection with the drug that it went down with.

    No built table: the marks and the day of the data say how it stands. A marked line with nothing left to work stays,
    with what the work brought.
    """

    line_id = text("the line at its root; null for an administration that was not billed")
    root_line_id = text("the same: all lines with this root are this one item")
    claim_id = text("patient control number")
    encounter_id = text("patient, billing group and day")
    patient_key = text("keyed hash of the patient")
    role = text(ROLE)
    payer_id = text("payer as identified at build (meanings 5)")
    payer_name = text("payer's name")
    payer_class = text(PAYER_CLASS)
    rendering_npi = text("rendering provider")
    provider_name = text("rendering provider's name")
    place_of_service = text("place of service as first billed")
    drug = text("the injectable drug of that day: one code, several or none")
    service_date = day("first-billed date of service")
    leak_class = text("class of its largest missing part; null where nothing is left to work")
    rule = text("rule of queries/leakage that claims it")
    lines = number("lines worked with it as one cause")
    expected = money("expected allowed amount of its lines; null where one of them has none")
    amount = money("what did not come in and can be worked, of all its lines that have a value")
    charge = money("charge of the line at its root, as last billed")
    recoverable = text("H M L: can it still be had")
    side = text("front_desk coding billing documentation payer: where it began")
    first_step = text("what to do first")
    since = day("the determination, else the first refusal, else the service: what an age is counted from")
    disposition = text("unprocessable no_appeal first_appeal_lost other_route: what can be done (meanings 41)")
    deadline = day("last day for the step; null where no limit is set")
    deadline_kind = text("appeal reopening refile second_appeal exception; null where nothing can be sent")
    limit_basis = text("set usual medicare: whose limit it is; usual where none is set (meanings 42)")
    deadline_note = text("what the deadline rests on, or after how many days such work is late")
    is_workable = flag("its last day has not passed, or none is set and it is younger than usual")
    state = text("open worked appealed refiled recovered upheld written_off closed (meanings 36)")
    owner = text("who has it")
    follow_up = day("when to look again")
    marked_at = day("day of the last mark")
    recovered = money("what came in after the first mark")
    recovered_days = small("days from that mark to the answer that brought it")


class Flag(dy.Schema):
    """Something to look at on one line; no dollars in the ledger."""

    line_id = text("the service line")
    claim_id = text("patient control number")
    encounter_id = text("patient, billing group and day")
    patient_key = text("keyed hash of the patient")
    role = text("injection em drug procedure other")
    payer_id = text("payer as identified at build (meanings 5)")
    payer_name = text("payer's name")
    payer_class = text(PAYER_CLASS)
    rendering_npi = text("rendering provider")
    provider_name = text("rendering provider's name")
    place_of_service = text("place of service as first billed")
    drug = text("the injectable drug of that day: one code, several or none")
    service_date = day("first-billed date of service")
    service_month = day("first day of the month of service")
    answer_month = day("first day of the month of the first answer")
    kind = text("flag, or possible_overpayment: for compliance alone, never netted or ranked")
    rule = text("rule of queries/leakage that raised it")
    is_unverified = flag("rests on reference data that are not verified, or on a proxy")
    side = text("front_desk coding billing documentation payer: where it began")
    first_step = text("what to do first")
    code = text("procedure code as last billed")
    units = quantity("units as last billed")
    charge = money("charge as last billed")
