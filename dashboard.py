"""The dashboard: which pages there are, in which order, behind one guard."""

import streamlit as st

from analytics.paths import DASHBOARD, PACKAGE

PAGES = (
    ("overview", "Overview", ":material/monitoring:", "How are we doing, what came in, and what is open?"),
    ("denials", "Denials", ":material/unpublished:", "What is denied, by whom, why, and does it come back?"),
    ("payments", "Payments", ":material/payments:", "What do payers pay for the same thing, against Medicare?"),
    ("modifier25", "Modifier 25", ":material/join_inner:", "What happens to visit and injection, with 25 and without?"),
    ("leakage", "Leakage", ":material/water_drop:", "Where does money leak, by payer, and what is worth doing?"),
    ("claims", "Claims", ":material/receipt_long:", "One claim's story: lines, every answer, codes and files."),
    ("reconciliation", "Reconciliation", ":material/balance:", "Is every cent from the bank found again in the lines?"),
    ("report", "Monthly report", ":material/summarize:", "What leadership gets of a month, and what it got before."),
    ("data", "Data", ":material/database:", "What came in, what was refused and why, and how complete it is."),
)

if __name__ == "__main__":
    from analytics.pages import filters, guard, page, saved, server, session

    guard.quiet_logs()
    with guard.guarded("dashboard"):
        server.ready()
        st.set_page_config(page_title="Reimbursement of 96372", page_icon="💉", layout="wide")
        pages = [st.Page(PACKAGE / "pages" / f"{n}.py", title=t, icon=i, help=h, url_path=n) for n, t, i, h in PAGES]
        shown = st.navigation(pages)
        here = session.arrive()
        if here.at is not None and shown.title not in ("Claims", "Reconciliation", "Data"):
            with st.sidebar:
                filters.ask(here.at)
                saved.ask(here.folder, next(name for name, title, *_ in PAGES if title == shown.title))
        page.news(here)
        shown.run()
else:  # imported by a server, as `streamlit run` does: the same dashboard behind its shield
    from analytics.pages.server import SHIELD

    app = st.App(DASHBOARD, **SHIELD)
