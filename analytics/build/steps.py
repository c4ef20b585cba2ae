"""The order in which queries/build is asked: each file makes one table of the same name."""

OPENING = (
    *("cut_off", "load_number", "submitted_line", "undated_event", "undated_reversal", "undated_day"),
    *("remit_event_line", "remit_event_claim", "payment"),
    *("payer_row", "payer_seen", "payer", "provider_row", "provider_seen", "provider"),
    *("medicare_rate", "agreed_rate"),
)
"""What was sent, each once; who sent it, and what is known before any line is."""

ANSWERED = (
    *(
        "drug_kind",
        "submission",
        "claim_root",
        "claim_version",
        "fold",
        "fold_family",
        "line_version",
        "slot",
        "billed_variant",
    ),
    *("claim_link", "match_control", "match_charge", "match_code", "match_bundle", "bundle_share", "match_rest"),
    *("service_part", "part_allocation", "part_adjustment", "part_sum"),
    *("part_remark", "part_answer"),
    *("resubmission", "line_slot", "line_name", "line_part"),
    *("event_split", "event_part", "event_order", "cancellation", "event_state", "event"),
    *("line_billed", "line_answered", "answer_sign", "line_fact", "line_priced", "line_contract", "visit_arm"),
    *("line_known", "price_row", "visit_row", "lag_row", "answered_row", "drug_unit_row"),
)
"""Of each family: what was billed and what was answered."""

RATES = (
    *("price_hist", "price_value", "price_mode", "observed_rate", "visit_hist", "visit_price", "class_index"),
    *("lag_seen", "lag_hist", "lag_curve", "answered_share"),
    *("answered_claim", "response_limit", "drug_unit_hist", "own_units"),
)
"""What all answers together teach."""

JUDGED = (
    *("visit_reduced", "line_valued", "day_drug", "encounter_rate", "line_state", "line_judged"),
    *("tally_row", "resolution_row"),
)
"""Of each family: what was expected, and how each line stands."""

LIMITS = ("tally", "resolution_hist", "resolution_limit", "usual_limit", "pair_payer", "unit_cap", "first_day")
"""What the states of all lines together teach."""

SHOWN = (
    *("line", "visit_beside", "encounter", "missed_administration", "ledger_line", "leak_part", "day_line", "seen_day"),
    *("rule_hit", "adverse", "leak_due", "leak_limit", "ledger", "leak", "work_row", "flag", "injection"),
)
"""Of each family: what readers see."""

CLOSING = ("claim_number",)
"""Where all of that lies."""

WHOLE = ("payment_party", "plb_pair", "plb_number", "plb_link", "plb_claim", "plb_named", "takeback")
"""What was taken back at provider level: a payment may name any claim of any year, so all that is stored is asked."""

STEPS = (*OPENING, *ANSWERED, *RATES, *JUDGED, *LIMITS, *SHOWN, *CLOSING, *WHOLE)

VIEWS = ("event", "line", "line_known", "line_judged")
"""Steps that only choose or add columns: not made into tables of their own, which would copy all of their rows."""

FACTS = ("event", "line", "encounter", "injection", "ledger", "leak", "work_row", "flag")
"""What is known of one patient at a time: an incremental build makes only some of its rows again."""

GLOBAL = (
    *("payer", "provider", "payment", "lag_hist", "price_hist", "visit_hist", "resolution_hist", "resolution_limit"),
    *("usual_limit", "answered_share", "cut_off", "claim_number", "takeback"),
)
"""Narrow tables about everybody, always made whole."""

KEPT = (*FACTS, *GLOBAL)
"""What a build leaves behind for readers; the rest is scaffolding."""

LEARNED = (
    *("payer_seen", "provider_seen", "lag_seen", "answered_claim", "tally"),
    *("observed_rate", "visit_price", "class_index", "response_limit", "pair_payer", "unit_cap", "first_day"),
    *("drug_unit_hist", "own_units"),
)
"""What it leaves behind for the next build alone: what lines of one patient were told about all others."""
