"""What each code of a table means in words, and what to do next. A notice names columns and rows, never a value."""

from analytics.importers.result import Notice

FIX = "Correct this row where it comes from and load the corrected file."
CHECK = "It is loaded as sent. Check it before relying on its totals."
MAP = "Say which column is which with --map FILE.toml, or on the Data page under Load a table."
NOTHING = "Nothing to do."

WORDS: dict[str, tuple[str, str]] = {
    # the file
    "empty_table": ("The file holds no header.", "Export it again with its column names in the first row."),
    "header_unreadable": ("The first row is no header.", "Export it again with its column names in the first row."),
    "columns_missing": ("These columns are missing: {detail}", MAP),
    "map_unfit": ("The map names columns that the file does not have: {detail}.", "Correct the map or the file."),
    "map_unusable": ("The map cannot be used: {detail}.", "Correct the map and load the file again."),
    "column_twice": ("Two columns are called {detail!r}.", "Rename one of them and load the file again."),
    "too_many_columns": ("The file has {detail} columns; at most 500 are read.", "Export only the columns you need."),
    "too_many_rows": ("The file has more than 20,000,000 rows.", "Split it by month and load the parts."),
    "date_ambiguous": (
        "Dates like 01/02/2026 may be {detail}: nothing in the file decides.",
        'Say it in the map: date_format = "MM/DD/YYYY"; or choose it on the Data page.',
    ),
    "unclosed_quote": ("A quotation mark is opened in this row and never closed.", FIX),
    "not_read_whole": ("Not every row could be told apart.", "Export it again as CSV with quotes, or as parquet."),
    "workbook_unreadable": ("The workbook cannot be opened.", "Save it as XLSX without a password, or as CSV."),
    "parquet_unreadable": ("This is no sound parquet file: damaged, encrypted or cut off.", "Write it again."),
    "float_money": (
        "Column {detail!r} holds money as binary fractions, which cannot hold cents exactly.",
        "Write it as decimal(12, 2) or as text.",
    ),
    "zoned_time": ("Column {detail!r} holds moments with a time zone, not dates.", "Write it as a date."),
    "nested_column": ("Column {detail!r} is of a kind that is neither text, number nor date.", "Write it flat."),
    # rows
    "ragged_row": ("The row has more or fewer cells than the header.", FIX),
    "broken_row": ("The row holds a NUL character or a stray quotation mark.", FIX),
    "total_row": ("The row is a total or a heading, no claim.", "Nothing to do; it is in no number."),
    "left_out": ("The map leaves rows like this out.", NOTHING),
    "claim_number_missing": ("The row has no claim number.", FIX),
    "repeats_refused": ("The row repeats a refused one.", FIX),
    "date_missing": ("The row has no date of service.", FIX),
    "code_missing": ("The row has no procedure code.", FIX),
    "amount_missing": ("The charge or the payment is missing.", FIX),
    "unreadable_amount": ("Column {detail!r} holds no amount in the money format of this file.", FIX),
    "bad_date": ("Column {detail!r} does not read as a date written {format}.", FIX),
    "future_date": ("The date of service lies ahead of today.", FIX),
    "sent_before_service": ("The claim was sent before the date of service.", FIX),
    "paid_before_service": ("The payment is dated before the date of service.", FIX),
    "bad_birth_date": ("The birth date lies after the service, or more than 120 years before it.", FIX),
    "bad_units": ("Column {detail!r}: units are no number, zero, or negative without a reversal.", FIX),
    "bad_npi": (
        "Column {detail!r} holds no NPI of ten digits; a spreadsheet may have rounded it.",
        "Format the column as text where it comes from and load the file again.",
    ),
    "bad_code": ("Column {detail!r} holds no procedure code.", FIX),
    "bad_number": ("Column {detail!r} holds no whole number.", FIX),
    "bad_flag": ("Column {detail!r} holds neither yes nor no.", FIX),
    "bad_value": ("Column {detail!r} cannot be read.", FIX),
    "bad_line_number": ("The line number is not between 1 and 1,023.", FIX),
    "too_many_modifiers": ("There are more than four modifiers.", FIX),
    "too_many_lines": ("The claim has more than 1,023 lines; the claim number may be an account number.", MAP),
    "same_line_differs": ("Two rows are the same line with other content; nobody can tell which stands.", FIX),
    "claim_rows_differ": ("The rows of this claim give it different totals.", FIX),
    # loaded as sent
    "header_only": ("There is a header and no row.", NOTHING),
    "sheets_unread": (
        "{detail} of the workbook with rows; only the first one with a header is read.",
        "Save each further table as a file of its own and load it, too.",
    ),
    "columns_telling": (
        "Columns that are not used and sound like money, a status, a date or a denial: {detail}.",
        "Say what they mean on the Data page or with --map, or what they hold is in no number.",
    ),
    "columns_unused": ("Columns that are not used: {detail}.", "Look whether one of them is needed."),
    "columns_known": ("Columns were recognised by other names: {detail}.", "Look whether each is meant that way."),
    "not_utf8": ("The text is not UTF-8; it was read as Windows-1252.", NOTHING),
    "utf16": ("The text is UTF-16.", NOTHING),
    "bare_returns": ("Lines end with a carriage return alone.", NOTHING),
    "repeated_rows": ("Rows are exact repeats of others; each is counted once.", NOTHING),
    "units_missing": ("Units are missing and are read as 1.", NOTHING),
    "units_many": ("More than 100 units on a line.", CHECK),
    "no_patient": ("No column tells patients apart: visits cannot be put together.", MAP),
    "no_billing_npi": ("No billing NPI: all claims count as one practice.", NOTHING),
    "no_submitted_date": ("No date of sending: days to answer and overdue claims stay unknown.", NOTHING),
    "no_trace": ("No check or EFT number: payments are told apart by payer and date.", NOTHING),
    "no_status": ("No claim status: reversals are known by negative charges only.", NOTHING),
    "no_lines": ("Claims are paid without service lines; the money is shared out by charge.", NOTHING),
    "no_adjustments": (
        "No reason codes: only lines called denied and paid $0 count as denied, their reason unknown.",
        "Export a column of reason or denial codes, too: without one a denial in part looks like a lower price.",
    ),
    "denied_without_code": (
        "{rows} Denied without a code: each is a denial whose reason is not known.",
        "Export the column of reason codes, too; rates by reason count these lines as unsure.",
    ),
    "denied_in_words": (
        "{rows} Denied and why in words, not in a code; unmistakable words give the reason.",
        "Look whether the reasons on the Denials page are those of the file.",
    ),
    "price_of_denied": (
        "{rows} an allowed amount on a denied line: it is a price, not what the patient owes.",
        NOTHING,
    ),
    "codes_shared": (
        "{rows} several codes without amounts beside a payment: what each took is not known.",
        "Export the amount of each adjustment, too.",
    ),
    "reason_words_unknown": (
        "{rows} a reason that is neither a code nor a word that is understood.",
        "Export the column of reason codes, too.",
    ),
    "reason_code_unknown": ("{rows} a reason code that is not classified; it is kept as it stands.", CHECK),
    "group_usual": (
        "{rows} a reason code without its group; it was read as CO, or PR where the patient owes it.",
        NOTHING,
    ),
    "code_blanked": (
        "{rows} something in column {detail!r} that is no such code; it is left empty.",
        "Look whether the columns are shifted, and correct the file or the map.",
    ),
    "status_unknown": (
        "{rows} a status that means nothing here; it is left empty.",
        "Say on the Data page what each word means, or in the map under values.status.",
    ),
    "account_numbers": (
        "Column {detail!r} is taken for the claim number, and its numbers repeat over many days: account numbers.",
        "Export the visit, encounter or claim number, too; until then each day of an account is taken for a claim.",
    ),
    "payment_day_instead": (
        "The file has no day of payment; the day in {detail!r} stands for it.",
        "Days to answer and months by answer date rest on it.",
    ),
    "procedure_odd": ("{rows} a procedure code that is no CPT or HCPCS code.", CHECK),
    "no_payment_amount": ("No check or EFT amount: the balance of payments cannot be checked.", NOTHING),
    "line_unbalanced": ("Lines do not balance: charge less adjustments is not the payment.", CHECK),
}


def notice(code: str, row: int | None = None, *, detail: str = "", count: int = 1, format: str = "") -> Notice:
    """A code in words, with its row and how often it occurs; what stands behind a colon in it is its detail."""
    name, _, own = code.partition(":")
    words, step = WORDS[name]
    rows = "1 row says" if count == 1 else f"{count:,} rows say"
    reason = words.format(detail=detail or own, rows=rows, format=format or "as the map says")
    often = f"{reason} ({count:,} times; the first is named)" if count > 1 and "{rows}" not in words else reason
    return Notice(row, name, often, step)
