"""Adjustments of a remittance file: one per row, several beside each other, codes without amounts, or only words."""

from dataclasses import dataclass, field

import polars as pl

from analytics.importers.delimited.column_map import ColumnMap, Cut
from analytics.importers.delimited.denials import DENIED, GROUPS, SAYS_DENIED, WORD, best_of, class_of, told
from analytics.importers.delimited.rows import column
from analytics.importers.delimited.source import ROW

TEXT = pl.String()
UINT = pl.UInt32()
CENTS = pl.Int64()
SCHEMA = pl.Schema(
    {"tx": UINT, "claim": UINT, "line": UINT, "row": pl.Int64(), "group": TEXT, "reason": TEXT, "amount_text": TEXT,
     "cents": CENTS, "quantity": pl.Decimal(15, 3), "position": CENTS}
)  # fmt: skip
_ENTRY = pl.Schema({**SCHEMA, "n": CENTS, "is_bare": pl.Boolean(), "is_usual": pl.Boolean()})
_PLACE = ["claim", "line"]
REMARKS = "~remarks"
"""Remark codes of a row that stand among its reasons."""
_STORED = rf"(?i)^{WORD}(: ?[a-z_]+)?$"
_ADVERSE = ("denial", "routed", "pended", "unclassified")


@dataclass
class Cuts:
    """SCHEMA, one row per adjustment; the lines whose allowed amount is only a price; and what is to be said."""

    frame: pl.DataFrame
    denied: pl.DataFrame  # claim, line: called denied, or all of their charge under one code of a denial
    warned: dict[str, tuple[int, int]] = field(default_factory=dict)


def says_reasons(one: ColumnMap) -> bool:
    """A copayment column alone says what the patient owes, not why the payer did not pay."""
    return any(cut.reason or cut.codes or cut.group_code != "PR" for cut in one.adjustments)


def says_all_adjustments(one: ColumnMap) -> bool:
    """The file says every adjustment with its amount."""
    beside = [cut for cut in one.adjustments if not cut.codes]
    wide = bool(beside) and all(cut.reason and cut.amount for cut in beside)
    return wide or {"adjustment_reason", "adjustment_amount"} <= set(one.columns)


def beside(cells: pl.DataFrame, one: ColumnMap, amounts: "dict[str, pl.Expr]") -> list[pl.Expr]:
    """The cells of each group of adjustment columns as text and cents, to stand with the typed rows."""
    return [expr for at, cut in enumerate(one.adjustments) for expr in _cells(cells, one, cut, at, amounts)]


def _cells(cells: pl.DataFrame, one: ColumnMap, cut: Cut, at: int, amounts: "dict[str, pl.Expr]") -> list[pl.Expr]:
    ours = {word.lower(): said for word, said in one.values.get("adjustment_reason", {}).items()}

    def text(name: str, constant: str) -> pl.Expr:
        if not name:
            return pl.lit(constant or None, TEXT)
        value = pl.col(name).cast(TEXT).str.strip_chars()
        if ours and name in (cut.codes, cut.reason):
            value = value.str.to_lowercase().replace_strict(ours, default=value, return_dtype=TEXT)
        return pl.when(~value.str.to_uppercase().is_in([word.upper() for word in one.empty])).then(value)

    return [
        text(cut.group, cut.group_code).alias(f"~cut{at}group"),
        text(cut.reason, cut.reason_code).alias(f"~cut{at}reason"),
        text(cut.codes, "").alias(f"~cut{at}codes"),
        text(cut.amount, "").alias(f"~cut{at}text"),
        (amounts[cut.amount].to_physical().cast(CENTS) if cut.amount else pl.lit(None, CENTS)).alias(f"~cut{at}cents"),
        text(cut.quantity, "").cast(pl.Decimal(15, 3), strict=False).alias(f"~cut{at}quantity"),
    ]


def with_told(rows: pl.DataFrame, one: ColumnMap) -> pl.DataFrame:
    """Add what every reason and code column tells (TOLD), and the remark codes that stand in them (REMARKS)."""
    names = [f"~cut{at}{'codes' if cut.codes else 'reason'}" for at, cut in enumerate(one.adjustments)
             if cut.codes or cut.reason]  # fmt: skip
    names += ["adjustment_reason"] if "adjustment_reason" in rows.columns else []
    rows = rows.with_columns(told(rows[name]).alias(_told(name)) for name in names)
    found = [pl.col(_told(name)).struct.field("remarks").fill_null([]) for name in names]
    nothing = pl.lit([], pl.List(TEXT))
    return rows.with_columns((pl.concat_list(*found) if found else nothing).alias(REMARKS))


def _told(name: str) -> str:
    return f"~told {name}"


def cuts_of(rows: pl.DataFrame, one: ColumnMap) -> Cuts:
    """The adjustments of all rows; codes without amounts and words share in what charge less payment leaves."""
    mine = rows.filter(pl.col("claim") > 0)
    entries = [pl.DataFrame(schema=_ENTRY)]
    if "adjustment_reason" in mine.columns:
        entries.append(_of_rows(mine, one))
    entries += [_of_column(mine, at, cut) for at, cut in enumerate(one.adjustments)]
    every = pl.concat(entries)
    bare = every.filter("is_bare").unique([*_PLACE, "group", "reason"], keep="first", maintain_order=True)
    said = every.filter(~pl.col("is_bare"))
    # A code that has an amount beside it needs no other.
    bare = bare.join(said.select(*_PLACE, "reason"), on=[*_PLACE, "reason"], how="anti", maintain_order="left")
    lines = _lines(mine, said, bare, one)
    ordered = pl.concat([_renamed(said, lines), _shared(bare, lines), _worded(lines)]).sort("claim", "line", "row", "n")
    frame = ordered.with_columns(pl.int_range(1, pl.len() + 1).over(_PLACE).alias("position")).select(list(SCHEMA))
    return Cuts(frame, lines.filter("is_price").select(_PLACE), _warned(mine, lines, said, bare))


def _exact(frame: pl.DataFrame, n: int, *, is_bare: bool = False) -> pl.DataFrame:
    full = frame.with_columns(
        column(frame, "is_usual", pl.Boolean()).fill_null(False).alias("is_usual"), pl.col(ROW).alias("row"),
        pl.lit(0, CENTS).alias("position"), pl.lit(n, CENTS).alias("n"), pl.lit(is_bare).alias("is_bare"),
    )  # fmt: skip
    return full.select(pl.col(name).cast(dtype) for name, dtype in _ENTRY.items())


def _coded(text: str, group: pl.Expr, *, has_groups: bool) -> dict[str, pl.Expr]:
    """Group and reason of one adjustment: a code however it is written, else what its words mean, else nothing."""
    said = pl.col(_told(text))
    first = said.struct.field("codes").list.first()
    code, own = first.str.extract(r"\|(.*)$", 1), first.str.extract(r"^(.*)\|", 1)
    category = said.struct.field("category")
    stored = pl.when(pl.col(text).str.contains(_STORED)).then(pl.col(text).str.to_lowercase())
    words = pl.when(category.is_not_null()).then(pl.concat_str(pl.lit(f"{WORD}: "), category))
    given = group.str.to_uppercase().str.extract(rf"^({'|'.join(GROUPS)}|[A-Z]{{2}}$)", 1)
    is_usual = given.is_null() & own.str.contains("^[a-z]").fill_null(False)
    # In a file that says groups, a code whose group is empty came without one.
    usual = pl.when(~is_usual | ~pl.lit(has_groups)).then(own.str.to_uppercase())
    return {
        "reason": pl.coalesce(stored, code, words), "group": pl.coalesce(given, usual),
        "is_usual": is_usual & ~pl.lit(has_groups),
    }  # fmt: skip


def _of_rows(rows: pl.DataFrame, one: ColumnMap) -> pl.DataFrame:
    amount = column(rows, "adjustment_amount", pl.Decimal(12, 2))
    if "adjustment_amount" not in rows.columns:
        return _bare(rows, _told("adjustment_reason"), pl.lit(None, TEXT), 0)
    says = pl.col("adjustment_reason").is_not_null() | amount.is_not_null()
    group = column(rows, "adjustment_group", TEXT)
    return _exact(
        rows.filter(says).with_columns(
            **_coded("adjustment_reason", group, has_groups="adjustment_group" in one.columns),
            amount_text=amount.cast(TEXT), cents=amount.to_physical().cast(CENTS),
            quantity=column(rows, "adjustment_quantity", pl.Decimal(15, 3)),
        ), 0,
    )  # fmt: skip


def _of_column(rows: pl.DataFrame, at: int, cut: Cut) -> pl.DataFrame:
    group = pl.col(f"~cut{at}group")
    if cut.codes:
        return _bare(rows, _told(f"~cut{at}codes"), group, at + 1)
    text, cents = f"~cut{at}text", pl.col(f"~cut{at}cents")
    # A column of nothing but zeros for every line (coinsurance 0.00) is no adjustment.
    frame = rows.filter(
        pl.col(f"~cut{at}reason").is_not_null() & ((cents != 0) | cents.is_null() & pl.col(text).is_not_null())
    )
    coded = (
        _coded(f"~cut{at}reason", group, has_groups=bool(cut.group))
        if cut.reason else {"reason": pl.col(f"~cut{at}reason"), "group": group}
    )  # fmt: skip
    said = frame.with_columns(**coded, amount_text=pl.col(text), cents=cents, quantity=pl.col(f"~cut{at}quantity"))
    return _exact(said, at + 1)


def _bare(rows: pl.DataFrame, name: str, group: pl.Expr, n: int) -> pl.DataFrame:
    """One row per code that stands without an amount of its own."""
    codes = rows.with_columns(each=pl.col(name).struct.field("codes"), given=group)
    each = codes.filter(pl.col("each").list.len() > 0).explode("each")
    own, beside_it = pl.col("each").str.extract(r"^(.*)\|", 1), pl.col("given").str.to_uppercase()
    beside_it = beside_it.str.extract(rf"^({'|'.join(GROUPS)})\b", 1)
    said = each.with_columns(
        group=pl.coalesce(beside_it, own.str.to_uppercase()),
        is_usual=beside_it.is_null() & own.str.contains("^[a-z]"),
        reason=pl.col("each").str.extract(r"\|(.*)$", 1),
        amount_text=pl.lit(None, TEXT), cents=pl.lit(None, CENTS), quantity=pl.lit(None, pl.Decimal(15, 3)),
    )  # fmt: skip
    return _exact(said, n, is_bare=True)


def _lines(rows: pl.DataFrame, said: pl.DataFrame, bare: pl.DataFrame, one: ColumnMap) -> pl.DataFrame:
    """One row per line (or claim without lines): what its codes leave, which code takes it, and what its words say."""
    money = {name: column(rows, name, pl.Decimal(12, 2)) for name in ("charge", "paid")}
    whole = {name: column(rows, f"claim_{name}", pl.Decimal(12, 2)) for name in money}
    has_lines = (pl.col("line") > 0).any().over("claim")
    amounts = {
        name: pl.when(has_lines).then(money[name]).otherwise(pl.coalesce(money[name], whole[name])) for name in money
    }
    told_columns = [name for name in rows.columns if name.startswith("~told ")]
    category = [pl.col(name).struct.field("category") for name in told_columns]
    tells_all = pl.lit(says_all_adjustments(one))
    worded = column(rows, SAYS_DENIED, pl.Boolean()).fill_null(False)
    status = column(rows, "status", TEXT)
    frame = rows.with_columns(
        **{f"~{name}": value.to_physical().cast(CENTS) for name, value in amounts.items()},
        **{"~category": pl.coalesce(*category, pl.lit(None, TEXT)), "~status": status,
           "~denied": (status == DENIED).fill_null(False) & (worded | ~tells_all), "~worded": worded},
    )  # fmt: skip
    lines = frame.group_by(_PLACE, maintain_order=True).agg(
        pl.col("tx").first(), pl.col(ROW).first(), charge=pl.col("~charge").drop_nulls().first(),
        paid=pl.col("~paid").drop_nulls().first(), category=pl.col("~category").drop_nulls().first(),
        status=pl.col("~status").drop_nulls().first(), is_denied=pl.col("~denied").any(),
        worded=pl.col("~worded").any(),
    )  # fmt: skip
    sums = said.group_by(_PLACE).agg(
        known=pl.col("cents").sum(),
        has_adverse=(pl.col("reason").is_in(_adverse(said["reason"])) & (pl.col("cents") != 0)).any(),
    )
    lists = bare.group_by(_PLACE, maintain_order=True).agg(listed=pl.col("reason"))
    joined = lines.join(sums, on=_PLACE, how="left", maintain_order="left")
    return _judged(joined.join(lists, on=_PLACE, how="left", maintain_order="left"), bare)


def _adverse(reasons: pl.Series) -> list[str]:
    """Which of these reasons deny, send on or hold a line; a word of a table does, too."""
    distinct = reasons.drop_nulls().unique().to_list()
    return [reason for reason in distinct if reason.startswith(WORD) or class_of(reason) in _ADVERSE]


def _judged(lines: pl.DataFrame, bare: pl.DataFrame) -> pl.DataFrame:
    """Add rest, the code that takes it (chosen), and whether a word does."""
    paid_nothing = ((pl.col("paid") == 0) & (pl.col("charge") > 0)).fill_null(False)
    number = pl.col("listed").list.len().fill_null(0)
    lines = lines.with_columns(
        rest=pl.col("charge") - pl.col("paid") - pl.col("known").fill_null(0),
        chosen=pl.when(number == 1).then(pl.col("listed").list.first())
        .when((number > 1) & paid_nothing).then(_best(lines["listed"])),
        has_adverse=pl.col("has_adverse").fill_null(False),
        has_code=(number > 0) | pl.col("known").is_not_null(),
    )  # fmt: skip
    adverse = pl.col("chosen").is_in(_adverse(bare["reason"])).fill_null(False) | pl.col("has_adverse")
    # Words of a reason column speak where the status does, or where no status says anything else.
    speaks = pl.col("is_denied") | (pl.col("status").is_null() & pl.col("category").is_not_null() & (number == 0))
    lines = lines.with_columns(is_worded=paid_nothing & speaks & ~adverse, is_adverse=adverse)
    denial = pl.col("chosen").is_in(_of_class(bare["reason"], "denial")).fill_null(False)
    return lines.with_columns(
        is_renamed=pl.col("is_worded") & pl.col("worded") & (pl.col("rest") <= 0).fill_null(False),
        is_price=(paid_nothing & (pl.col("is_denied") | (denial & (pl.col("rest") == pl.col("charge")))))
        | pl.col("is_worded"),
        word=pl.when(pl.col("category").is_not_null() & (number == 0))
        .then(pl.concat_str(pl.lit(f"{WORD}: "), "category")).otherwise(pl.lit(WORD)),
    )  # fmt: skip


def _of_class(reasons: pl.Series, wanted: str) -> list[str]:
    return [reason for reason in reasons.drop_nulls().unique().to_list() if class_of(reason) == wanted]


def _best(listed: pl.Series) -> pl.Series:
    """Of each list the code that says most of a denial; each distinct list is looked at once."""
    several = (listed.list.len() > 1).fill_null(False)  # most lines have one
    texts = listed.filter(several).list.sort().list.join(" ")
    best = {text: best_of(text.split(" ")) or None for text in texts.unique().to_list()}
    found = texts.replace_strict(best, default=None, return_dtype=TEXT)
    return pl.Series("best", [None] * len(listed), dtype=TEXT).scatter(several.arg_true(), found)


def _renamed(said: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """A write-off that takes the whole charge of a row called denied is the denial, its reason unknown."""
    kept = lines.filter("is_renamed").select(*_PLACE, "word")
    joined = said.join(kept, on=_PLACE, how="left", maintain_order="left")
    is_it = pl.col("word").is_not_null() & (pl.col("group").fill_null("OA") != "PR")
    return joined.with_columns(
        reason=pl.when(is_it).then("word").otherwise("reason"),
        group=pl.when(is_it).then(pl.col("group").fill_null("OA")).otherwise("group"),
    ).select(list(_ENTRY))


def _shared(bare: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The chosen code has what the others leave; nobody knows how several would share it."""
    kept = lines.select(*_PLACE, "rest", "chosen", "is_worded")
    joined = bare.join(kept, on=_PLACE, how="left", maintain_order="left")
    takes = (pl.col("reason") == pl.col("chosen")) & ~pl.col("is_worded") & (pl.col("rest") != 0)
    first = pl.int_range(0, pl.len()).over([*_PLACE, "reason"]) == 0
    given = joined.with_columns(cents=pl.when(takes & first).then("rest"))
    return given.with_columns(amount_text=pl.col("cents").cast(TEXT)).select(list(_ENTRY))


def _worded(lines: pl.DataFrame) -> pl.DataFrame:
    """One row per line that is denied in words only: what its codes leave of the charge."""
    denied = lines.filter(pl.col("is_worded") & (pl.col("rest") > 0)).with_columns(
        group=pl.lit("OA"), reason=pl.col("word"), amount_text=pl.col("rest").cast(TEXT), cents=pl.col("rest"),
        quantity=pl.lit(None, pl.Decimal(15, 3)),
    )  # fmt: skip
    return _exact(denied, 99)


def _warned(
    rows: pl.DataFrame, lines: pl.DataFrame, said: pl.DataFrame, bare: pl.DataFrame
) -> dict[str, tuple[int, int]]:
    """What is to be said of codes, words and prices: how often, and the first row."""
    priced = column(rows, "allowed", pl.Decimal(12, 2)) > 0
    price = rows.filter(priced).join(lines.filter("is_price").select(_PLACE), on=_PLACE, how="semi")
    telling = [name for name in rows.columns if name.startswith("~told ")]
    found = {
        "denied_without_code": lines.filter(pl.col("is_worded") & (pl.col("word") == WORD)),
        "denied_in_words": lines.filter(pl.col("is_worded") & (pl.col("word") != WORD)),
        "price_of_denied": price,
        "codes_shared": lines.filter((pl.col("listed").list.len() > 1) & pl.col("chosen").is_null()),
        "reason_words_unknown": rows.filter(pl.any_horizontal(_says_nothing(name) for name in telling))
        if telling else rows.clear(),
    }  # fmt: skip
    coded = pl.concat([said, bare]).filter(pl.col("reason").is_not_null() & ~pl.col("reason").str.starts_with(WORD))
    unknown = [code for code in coded["reason"].unique().to_list() if class_of(code) == "unclassified"]
    found["reason_code_unknown"] = coded.filter(pl.col("reason").is_in(unknown)).rename({"row": ROW})
    found["group_usual"] = coded.filter("is_usual").rename({"row": ROW})
    return {code: (frame.height, int(frame[ROW].min())) for code, frame in found.items() if frame.height}  # type: ignore[arg-type]


def _says_nothing(name: str) -> pl.Expr:
    """There is a text, and neither a code nor a word of it is understood."""
    said, text = pl.col(name), pl.col(name.removeprefix("~told "))
    is_empty = (said.struct.field("codes").list.len() == 0) & (said.struct.field("remarks").list.len() == 0)
    nothing = is_empty & said.struct.field("category").is_null() & ~text.str.contains(rf"{_STORED}|^[0. ]+$")
    return (text.is_not_null() & nothing).fill_null(False)
