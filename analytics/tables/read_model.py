"""The read model and what a build learned: what pages and the command line ask."""

import dataframely as dy

from analytics.tables.columns import day, flag, hashed, money, number, quantity, share, small, sum_of_money, text


class Injection(dy.Schema):
    """One 96372 line, narrow: the read model."""

    line_id = text(
        "the service line: hash of billing NPI, claim number, service date, billed code and which one of that code"
    )
    claim_id = text("patient control number")
    claim_key = text("the claim, all its submissions folded")
    is_alone = flag("the only 96372 line of its claim")
    encounter_id = text("patient, billing group and day")
    patient_key = text("keyed hash of the patient")
    payer_id = text("payer as identified at build (meanings 5)")
    payer_name = text("payer's name")
    payer_class = text("medicare medicare_advantage medicaid commercial government workers_comp other")
    rendering_npi = text("rendering provider")
    provider_name = text("rendering provider's name")
    place_of_service = text("place of service as first billed")
    drug = text("the injectable drug of that day: one code, several or none")
    service_date = day("first-billed date of service")
    service_month = day("first day of the month of service")
    answer_month = day("first day of the month of the first answer")
    first_answer_date = day("first answer")
    submitted_date = day("day of the first submission; null without a claim")
    state = text("where the line stands (meanings 18)")
    state_first = text("where the first answer put it")
    is_counted = flag("not voided or withdrawn")
    claim_missing = flag("seen only on remittances")
    answered_initial = flag("counts in the initial denial rate")
    answered_open = flag("counts in the open denial rate")
    denied_initial = flag("denied by the first answer")
    denied_open = flag("a denial stands")
    has_event = flag("counts under the borrowed definitions")
    any_status_4 = flag("any event with CLP02 4; null where the files do not say")
    any_zero_paid = flag("any event that paid 0")
    any_allowed_zero = flag("any event with allowed 0 by the borrowed rule; null where the files do not say")
    any_reason = flag("any event with an adjustment; null where the files do not say")
    is_routed = flag("passed on, no answer")
    recovered = flag("initially denied, now paid or patient's share")
    is_first_pass = flag("settled in full by the first answer")
    units = quantity("units as first billed")
    charge_cents = number("charge in cents")
    initial_denial_cents = number("first denial in cents")
    open_denial_cents = number("standing denial in cents")
    denied_expected_cents = number("expected payment of the first-denied units")
    open_expected_cents = number("expected payment still open")
    expected_cents = number("expected payment")
    expected_basis = text("contract medicare_fee medicare_fee_national observed class_estimate none")
    received_cents = number("received")
    paid_cents = number("paid by all payers, net")
    allowed_cents = number("allowed")
    units_paid = quantity("units the payer paid")
    contractual_cents = number("contractual reductions, those after pricing (sequestration) included")
    shifted_cents = number("denied to the patient")
    unclassified_cents = number("under unknown codes")
    initial_category = text("category of the first denial")
    initial_reason = text("reason code of the first denial")
    initial_group = text("group code of the first denial")
    initial_unclear = flag("the first answer paid and allowed nothing and gives no code: denied or not is not known")
    open_category = text("category of the standing denial")
    open_reason = text("reason code of the standing denial")
    open_unclear = flag("the same of the current answer")
    is_uncoded = flag("the current answer paid less than charged, and codes do not say why")
    response_days = small("days from submission to the first response")
    is_awaited = flag("counts in completeness")
    is_office_pair = flag("stands for its encounter's office pair")
    is_answered_pair = flag("and both were answered, by one provider (meanings 27)")
    em_lost_first = flag("visit first denied for the pair, injection paid and the only cause in sight")
    em_lost_open = flag("the same now")
    em_beside_first = flag("visit first denied beside another paid service that can take it, too")
    em_beside_open = flag("the same now")
    em_first_asked = flag("visit first denied, or perhaps, injection paid")
    em_first_unsure = flag("of these, whether for the pair is not known")
    em_open_asked = flag("visit denied now, or perhaps, injection paid")
    em_open_unsure = flag("of these, whether for the pair is not known")
    em_has_modifier_25 = flag("first billed with modifier 25")
    pair_kind = text("office_em em_99211 other_em none")
    is_pair = flag("stands for its encounter's pair, whichever visit it is")
    em_lost_cents = number("of such a pair: what the ledger has as em_lost_to_pair; null where it has none")
    em_beside_cents = number("of such a pair: em_lost_beside_other")
    em_reduced_cents = number("of such a pair: em_reduced")
    is_npp = flag("rendered by a nurse practitioner, physician assistant or clinical nurse specialist (taxonomy)")
    is_facility = flag("place of service is a facility")
    is_repeat = flag("last billed with a repeat or distinct-service modifier")
    locality = text("fee locality, or national")
    drug_family = text("family of the injectable drug of that day, or none")
    units_now = quantity("units as last billed")
    medicare_fee_cents = number("physician's Medicare fee per unit at locality and date, non-facility")
    after_allowed_cents = number("reductions after pricing, sequestration among them")
    secondary_paid_cents = number("paid by later payers")
    is_priced = flag("counts in the price index: allowed for the code billed, nothing denied, a Medicare fee known")
    due = text("what says the amount due of a line paid as billed: owed (contract or fee), observed; else null")
    short_cents = number("what such a line fell short by, beyond tolerance: its underpaid or below_usual leak")
    denied_since = day("day of the denial that stands now; null without one")
    source_sha = text("load it was first billed in, else first answered in")


class Payer(dy.Schema):
    """One payer as files write it, and whose it is."""

    source_id = text("payer id as written")
    source_name = text("payer name as written")
    filing_indicator = text("SBR09 or CLP06 as written")
    payer_id = text("payer as identified at build (meanings 5)")
    payer_name = text("payer's name")
    payer_class = text("medicare medicare_advantage medicaid commercial government workers_comp other")
    confirmed = flag("confirmed by the user")
    needs_confirmation = flag("class rests on a guess")
    row_count = number("rows that carry it")
    charge = sum_of_money("charges that carry it")
    file_class = text("class by what the files say alone")
    edited_name = text("name given by the user; null when it is the files'")
    is_edited = flag("the user gave it a name or a class, confirmed it, or accepted its prices")
    accepted_from = day("from then on the user accepts what it pays as its price; null: nothing was accepted")


class Provider(dy.Schema):
    """One provider seen in the files."""

    npi = text("national provider identifier")
    name = text("provider's name")
    taxonomy = text("taxonomy code")
    site = text("site, as the user named it")
    is_npp = flag("rendered by a nurse practitioner, physician assistant or clinical nurse specialist (taxonomy)")
    file_name = text("name as the files say")
    file_taxonomy = text("taxonomy code as the files say")


class Payment(dy.Schema):
    """One payment or advice of one payer (ST to SE of an 835)."""

    payment_id = text("unique id of the transaction in the store")
    copy_of = text("the first live payment with the same number, payer, date and content; null when it is none")
    payer_source_id = text("payer id as sent")
    payer_source_name = text("payer name as sent")
    trace = text("TRN02, check or EFT number")
    payment_date = day("BPR16")
    amount = money("BPR02")
    claim_paid = money("sum of CLP04 in the file's transaction")
    provider_adjusted = money("sum of PLB amounts")
    balanced_cents = number("BPR02 − (Σ CLP04 − Σ PLB) in cents: 0 balances, null not checkable")
    source_sha = text("sha256 of the file's bytes, unpacked")
    source_position = number("segment of the ST within the file, counted from 1")


class Takeback(dy.Schema):
    """Money taken back at provider level (PLB): per payer, payee and claim, or reference that names none, what is left
    of recoveries less what was postponed, carried forward or refunded (meanings 24). No line changes by it."""

    payment = text("TRN02 of the last payment that took or gave, else its payment_id")
    payment_date = day("BPR16 of that payment, else its production date")
    payer_id = text("payer of the claim, else the one under whose id and name most of this sender's came")
    reference = text("PLB03-2 of the last pair, as sent")
    amount_cents = number("cents taken, netted; always above 0", nullable=False)
    claim_id = text("patient control number of the claim that the reference names; null: unallocated")
    has_reversal = flag("the claim was reversed, in whole or in part", nullable=False)
    outside_cents = number(
        "of it beyond the fall of the claim's payment: no line shows it; 0 if unallocated", nullable=False
    )


class LagHist(dy.Schema):
    """Lines by submission week, payer and days to the first answer."""

    week = day("first day of the submission week")
    payer_id = text("payer as identified at build (meanings 5)")
    payer_class = text("medicare medicare_advantage medicaid commercial government workers_comp other")
    days = small("days to the first answer; null not answered")
    age = small("days since submission")
    lines = number("lines")


class ResolutionHist(dy.Schema):
    """First-denied 96372 lines by day of the denial, payer and days until it came back."""

    denied_on = day("day of the first denial")
    payer_id = text("payer as identified at build (meanings 5)")
    payer_class = text("medicare medicare_advantage medicaid commercial government workers_comp other")
    days = small("days from the denial to the answer that paid or left it to the patient; null still denied")
    lines = number("lines")


class ResolutionLimit(dy.Schema):
    """By when 95 % of the denials that come back have come back: of a payer, of its class where it has few, of all."""

    scope = text("payer class all")
    scope_id = text("payer_id or payer_class; all")
    resolution_days = small("days since the denial")
    came_back = number("denials that came back, on which it rests: 30 and more")


class UsualLimit(dy.Schema):
    """One payer: the days after which a denial without a set limit counts as late."""

    payer_id = text("payer as identified at build (meanings 5)")
    usual_days = small("days within which 95 % of what came back did so; null where too few did anywhere")
    usual_n = number("denials that came back, on which it rests")
    usual_of = text("payer class all: whose denials these are")


class AnsweredShare(dy.Schema):
    """How far the answers of one submission week and payer have come."""

    week = day("first day of the submission week")
    payer_id = text("payer as identified at build (meanings 5)")
    expected_answered = share("share of such lines that is answered by now; null too early to say")


class PriceHist(dy.Schema):
    """Lines by quarter, payer, code and allowed price."""

    quarter = small("year times 4 plus quarter")
    payer_id = text("payer as identified at build (meanings 5)")
    payer_class = text("medicare medicare_advantage medicaid commercial government workers_comp other")
    code = text("procedure code")
    is_npp = flag("rendered by a nurse practitioner, physician assistant or clinical nurse specialist (taxonomy)")
    is_facility = flag("place of service is a facility")
    is_repeat = flag("a repeat or distinct-service modifier")
    price = number("allowed per unit in hundredths of a cent: a drug's to that, others' to the cent")
    medicare_fee = money("Medicare fee per unit on the date of service, non-facility")
    place_fee = money("the same at the place of service: a visit's in a facility is another; null for drugs")
    lines = number("lines")


class VisitHist(dy.Schema):
    """Office visits by quarter, payer, code, use of 25 and allowed price."""

    quarter = small("year times 4 plus quarter")
    payer_id = text("payer as identified at build (meanings 5)")
    code = text("procedure code")
    is_npp = flag("rendered by a nurse practitioner, physician assistant or clinical nurse specialist (taxonomy)")
    is_facility = flag("place of service is a facility")
    visit_arm = text("with_25 beside an injection, or without_25")
    cents = number("allowed per unit in cents")
    lines = number("lines")


class CutOff(dy.Schema):
    """How far the data reach."""

    as_of = day("how far the data reach")
    first_remit = day("first remittance in the store")


class ClaimNumber(dy.Schema):
    """One claim number as it is written, and where its lines and answers lie."""

    number_hash = hashed("the number in capitals: all ways to write it share it")
    claim_id = text("patient control number")
    first_date = day("first day of service of its lines and answers; null without any")
    last_date = day("last day of service of its lines and answers; null without any")
    has_undated = flag("a line or an answer of it has no day of service")
