"""The order in which queries/build is asked: each file makes one table of the same name."""

OPENING = (
    *("cut_off", "load_number", "submitted_line", "remit_event_line", "remit_event_claim", "payment"),
    *("payer_row", "payer_seen", "payer", "provider_row", "provider_seen", "provider"),
    *("medicare_rate", "agreed_rate"),
)
"""What was sent, each once; who sent it, and what is known before any line is."""

ANSWERED = (
    *("submission", "claim_root", "claim_version", "fold", "fold_family", "line_version", "slot", "billed_variant"),
    *("claim_link", "match_control", "match_charge", "match_code", "match_bundle", "bundle_share", "match_rest"),
    *("service_part", "part_allocation", "part_adjustment", "part_sum"),
    *("part_remark", "part_answer"),
    *("resubmission", "line_slot", "line_name", "line_part"),
    *("event_split", "event_part", "event_order", "cancellation", "event_state", "event"),
    *("line_billed", "line_answered", "line_fact", "line_priced", "line_contract"),
    *("line_known", "price_row", "lag_row", "answered_row"),
)
"""Of each family: what was billed and what was answered."""

RATES = (
    *("price_hist", "observed_rate", "class_index", "lag_seen", "lag_hist", "lag_curve", "answered_share"),
    *("answered_claim", "response_limit"),
)
"""What all answers together teach."""

JUDGED = ("line_valued", "day_drug", "line_state", "line_judged", "tally_row", "resolution_row")
"""Of each family: what was expected, and how each line stands."""

LIMITS = ("tally", "resolution_hist", "resolution_limit", "usual_limit", "pair_payer", "unit_cap", "first_day")
"""What the states of all lines together teach."""

SHOWN = (
    *("line", "encounter", "missed_administration", "ledger_line", "leak_part", "day_line", "seen_day"),
    *("rule_hit", "adverse", "leak_due", "leak_limit", "ledger", "leak", "work_row", "flag", "injection"),
)
"""Of each family: what readers see."""

CLOSING = ("claim_number",)
"""Where all of that lies."""

STEPS = (*OPENING, *ANSWERED, *RATES, *JUDGED, *LIMITS, *SHOWN, *CLOSING)

VIEWS = ("event", "line", "line_known", "line_judged")
"""Steps that only choose or add columns: not made into tables of their own, which would copy all of their rows."""

FACTS = ("event", "line", "encounter", "injection", "ledger", "leak", "work_row", "flag")
"""What is known of one patient at a time: an incremental build makes only some of its rows again."""

GLOBAL = (
    *("payer", "provider", "payment", "lag_hist", "price_hist", "resolution_hist", "resolution_limit"),
    "usual_limit",
    *("answered_share", "cut_off", "claim_number"),
)
"""Narrow tables about everybody, always made whole."""

KEPT = (*FACTS, *GLOBAL)
"""What a build leaves behind for readers; the rest is scaffolding."""

LEARNED = (
    *("payer_seen", "provider_seen", "lag_seen", "answered_claim", "tally"),
    *("observed_rate", "class_index", "response_limit", "pair_payer", "unit_cap", "first_day"),
)
"""What it leaves behind for the next build alone: what lines of one patient were told about all others."""
