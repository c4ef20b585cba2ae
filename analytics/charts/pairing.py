"""What the modifier 25 page says: headline, tiles, outcomes with and without 25, the matched difference, the funnel."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from analytics import words
from analytics.charts.comparable import Month, Scope
from analytics.charts.model import Chart, Dot, Dots, Funnel, Spot, Stack, Stacks
from analytics.charts.tiles import Tile, tile
from analytics.metrics.catalog import BY_NAME
from analytics.metrics.evaluate import Value
from analytics.metrics.metric import is_told
from analytics.metrics.pairing import OUTCOMES, Arms, Usage, Use
from analytics.statistics import ENOUGH, FEW, Z95, Z_OUTER

PARTS = ("Both paid", "Visit denied", "Injection denied", "Both denied")
TONES = ("calm", "lost", "accent", "dark")
ARM = {True: "with 25", False: "without 25"}
ROUTES = {
    "corrected_claim": "Corrected claim",
    "resubmission": "Sent again",
    "reprocessed": "Reprocessed without a new claim",
    "none": "Not recovered",
}
MOST_PAYERS = 10
CAUSE = "Associated with modifier 25, not proven to be caused by it"


def pair_headline(all_: Arms, span: str) -> str:
    """How often the visit is lost with and without 25, matched, and how sure that is."""
    pairs = all_.n_with + all_.n_without
    if not pairs:
        return f"No office visit and injection by one provider have both been answered {span}."
    if not all_.is_told:
        return f"{_denied_beside(all_, pairs, span)}; how many of them for the pair is {words.NOT_KNOWN}."
    lost = all_.lost_with + all_.lost_without
    visits = words.number_of(pairs, "visit")
    said = f"{words.count(lost)} of {visits} beside an injection were first lost to it alone {span}"
    if all_.difference is None or all_.without is None or all_.with_25 is None:
        return f"{said}; too few like pairs to compare with and without modifier 25."
    rates = f"{words.percent(all_.without[0])} without modifier 25 and {words.percent(all_.with_25[0])} with it"
    return f"{said}: {rates} ({_points(all_)}), {_verdict(all_)}."


def _denied_beside(all_: Arms, pairs: int, span: str) -> str:
    visits = words.number_of(pairs, "visit")
    return f"{words.count(all_.asked)} of {visits} beside a paid injection were denied, or perhaps denied, {span}"


def _points(arms: Arms) -> str:
    low, high = words.points(-(arms.high or 0)), words.points(-(arms.low or 0))
    return f"{words.points(-(arms.difference or 0))}, {low} to {high}"


def _verdict(arms: Arms) -> str:
    is_chance = (arms.low or 0) <= 0 <= (arms.high or 0)
    return "within chance" if is_chance else "associated with the modifier, more than chance explains"


def pair_stacks(frame: pl.DataFrame, *, now: bool) -> Chart | None:
    """Outcome of both lines by payer, without and with 25; frame is outcomes() by payer and has_25."""
    sizes = frame.group_by("payer_id").agg(pl.col("pairs").sum()).sort(["pairs", "payer_id"], descending=[True, False])
    payers = sizes.filter(pl.col("pairs") > FEW)["payer_id"].to_list()[:MOST_PAYERS]
    order = {payer: at for at, payer in enumerate(payers)}
    rows = [row for row in frame.iter_rows(named=True) if row["payer_id"] in order and row["pairs"]]
    rows.sort(key=lambda row: (order[row["payer_id"]], row["has_25"]))
    if not rows:
        return None
    title = _loser(rows)
    return Chart(
        title=title,
        subtitle=f"What became of both lines {'by now' if now else 'by the first answers'}: office visit and injection "
        f"of one provider and day, as first billed. Pale: below 30 pairs. {CAUSE}",
        alt=f"Stacked bars of pair outcomes by payer with and without modifier 25. {title}.",
        marks=Stacks(PARTS, TONES, tuple(_stack(row) for row in rows)),
    )


def _stack(row: Mapping[str, Any]) -> Stack:
    name, n = words.name(row["payer_name"]), row["pairs"]
    counts = [row[outcome] for outcome in OUTCOMES]
    texts = tuple(f"{count / n * 100:.0f} %" if n > FEW else words.count(count) for count in counts)
    where = f"{name}, {ARM[row['has_25']]}"
    hovers = tuple(
        f"{where}: {part.lower()} {words.count(count)} of {words.number_of(n, 'pair')}"
        for part, count in zip(PARTS, counts, strict=True)
    )
    label = f"{where} ({words.number_of(n, 'pair')})"
    shares = tuple(count / n for count in counts)
    return Stack(row["payer_id"], label, shares, texts, hovers, is_grey=n < ENOUGH)


def _loser(rows: Sequence[Mapping[str, Any]]) -> str:
    """On which of the two lines each payer takes the loss, where it denies one of them alone."""
    lost: dict[str, list[int]] = {}
    for row in rows:
        visit, shot = lost.setdefault(words.name(row["payer_name"]), [0, 0])
        lost[words.name(row["payer_name"])] = [visit + row["em_denied"], shot + row["injection_denied"]]
    visits = [name for name, (visit, shot) in lost.items() if visit > shot]
    shots = [name for name, (visit, shot) in lost.items() if shot > visit]
    said = [
        f"the {what} at {words.listing(names, most=3)}"
        for what, names in (("visit", visits), ("injection", shots))
        if names
    ]
    return (
        f"Where one line is denied alone, it is mostly {'; '.join(said)}" if said else "No payer denied one line alone"
    )


def difference_dots(found: Sequence[tuple[str, str, str, Arms]]) -> Chart | None:
    """The matched rate of lost visits without and with 25 by payer; only payers with 30 matched pairs in each arm."""
    known = [one for one in found if one[3].difference is not None]
    if not known:
        return None
    rows = [dot for payer, name, kind, arms in known for dot in _dots(payer, name, kind, arms)]
    title = _difference_title(known)
    left = len(found) - len(known)
    rest = f"; {words.number_of(left, 'payer')} with too few like pairs left out" if left else ""
    return Chart(
        title=title,
        subtitle="Visits lost to the injection, matched on payer, visit level and month, with 95 % interval. "
        f"{CAUSE}{rest}",
        alt=f"Dot chart of lost visits without and with modifier 25 by payer. {title}.",
        marks=Dots(tuple(rows), None, ""),
    )


def _dots(payer: str, name: str, kind: str, arms: Arms) -> list[Dot]:
    assert arms.without is not None and arms.with_25 is not None
    sides = ((False, arms.without, arms.matched_without), (True, arms.with_25, arms.matched_with))
    return [
        Dot(
            key=payer,
            label=f"{words.name(name)}, {ARM[has_25]}",
            payer_class=kind,
            value=share,
            low=low,
            high=high,
            text=words.percent(share),
            hover=f"{words.name(name)}, {ARM[has_25]}: {words.percent(share)} lost ({words.interval(low, high)}), "
            f"{words.number_of(n, 'matched pair')}",
        )
        for has_25, (share, low, high), n in sides
    ]


def _difference_title(known: Sequence[tuple[str, str, str, Arms]]) -> str:
    sure = [name for _, name, _, arms in known if (arms.low or 0) > 0]
    if not sure:
        return "At no payer does modifier 25 go with fewer lost visits beyond chance"
    named = words.listing([words.name(name) for name in sure], most=3)
    return f"Fewer visits are lost with modifier 25 at {named}, more than chance explains"


def use_title(found: Usage) -> str:
    """Who stands above peers, and who below them with lost visits."""
    high = [use for use in found.providers if use.is_beyond]
    low = [use for use in found.providers if use.is_below and use.lost]
    said = []
    if high:
        said.append(f"{_named(high)} above peers: worth a documentation review")
    if low:
        lost, cents = sum(use.lost for use in low), sum(use.lost_cents for use in low)
        visits = words.number_of(lost, "visit")
        said.append(f"{_named(low)} below peers, with {visits} lost ({words.money(cents)}): worth a review of records")
    return "; ".join(said) or "No provider uses modifier 25 more or less often than peers beyond chance"


def _named(several: Sequence[Use]) -> str:
    return words.listing([words.name(use.name) for use in several], most=3)


def usage_funnel(found: Usage | None) -> Chart | None:
    """Use of 25 by provider against peers; use above the outer limit is named, and below it where visits are lost."""
    if found is None or len(found.providers) < 2:
        return None
    title = use_title(found)
    spots = tuple(
        Spot(
            use.npi,
            words.name(use.name),
            use.n,
            use.top / use.n,
            f"{words.name(use.name)}: {words.count(use.top)} of {words.number_of(use.n, 'pair')} with 25 "
            f"({words.percent(use.top / use.n)}), {words.number_of(use.lost, 'visit')} lost now "
            f"({words.money(use.lost_cents)})",
            use.is_named,
        )
        for use in found.providers
    )
    wider = f", widened by {found.phi**0.5:.1f} for the scatter among peers" if found.phi > 1 else ""
    return Chart(
        title=title,
        subtitle="Office visits beside an injection billed with 25, by provider and number of pairs; dotted: 95 %, "
        f"solid: 99.8 % of providers like the others{wider}. Over-use is an audit risk; low use is named where "
        "visits are lost",
        alt=f"Funnel chart of modifier 25 use by provider. {title}.",
        marks=Funnel(spots, found.level, found.limits(Z95), found.limits(Z_OUTER), "Pairs"),
    )


def pair_tiles(
    scope: Scope,
    now: Mapping[str, Value],
    before: Mapping[str, Value] | None,
    months: Sequence[Month],
    pairs: pl.DataFrame,
) -> list[Tile]:
    """Pairs, use of 25, visits lost at first and still, the dollars of it, what came back, what others took or cut."""
    was = before or {}
    named = {"modifier25_rate": "With modifier 25", "em_loss_rate": "Visits lost", "em_loss_open": "Still lost"}
    known = [tile(name, label, scope, now[name], was.get(name), months) for name, label in named.items()]
    return [_pairs(pairs), *known, *_dollars(pairs), *_apart(pairs)]


def _pairs(pairs: pl.DataFrame) -> Tile:
    office = int(pairs.filter(pl.col("pair_kind") == "office_em")["pairs"].sum())
    others = words.count(int(pairs["pairs"].sum()) - office)
    meaning = "Days on which a patient had an office visit (99202–99205, 99212–99215) and a 96372 of the same payer."
    return _plain("Office pairs", words.count(office), f"{others} more with 99211 or other visits", meaning)


def _dollars(pairs: pl.DataFrame) -> list[Tile]:
    """What the ledger has of lost visits now, and what those lost at first brought in since."""
    if not is_told(int(pairs["unsure_first"].sum()), int(pairs["asked_first"].sum())):
        return [_plain("Visit dollars lost", words.NO_DATA, words.NOT_KNOWN, "Why visits were denied is not known.")]
    back = pairs.filter(pl.col("recovered_cents") > 0)
    lost = words.number_of(int(pairs["standing"].sum()), "visit")
    returned = words.number_of(int(back["lost_first"].sum()), "visit")
    return [
        _plain(
            "Lost now",
            words.short_money(int(pairs["standing_cents"].sum())),
            f"expected payment, {lost}",
            "Expected payment of visits whose denial stands while the injection is paid and nothing else of the day "
            "explains it: the ledger's visits lost to the injection.",
        ),
        _plain(
            "Recovered",
            words.short_money(int(pairs["recovered_cents"].sum())),
            f"{returned} paid since",
            "What came in for visits that were lost at first and are paid now, by any route.",
        ),
    ]


def _apart(pairs: pl.DataFrame) -> list[Tile]:
    """What other services took and what payers cut, where there is any: in none of the rates."""
    beside, reduced = int(pairs["beside"].sum()), int(pairs["reduced"].sum())
    others = _plain(
        "Beside others",
        words.short_money(int(pairs["beside_cents"].sum())),
        f"{words.number_of(beside, 'visit')}, not in the rates",
        "Visits denied beside the injection and another paid service of that provider that can take a visit, too: a "
        "procedure, a preventive visit. Counted beside, since the injection is not the only cause.",
    )
    cut = _plain(
        "Visits reduced",
        words.short_money(int(pairs["reduced_cents"].sum())),
        f"{words.number_of(reduced, 'visit')} with 25",
        BY_NAME["em_reduced_dollars"].words,
    )
    return [one for one, count in ((others, beside), (cut, reduced)) if count]


def _plain(label: str, value: str, certainty: str, meaning: str) -> Tile:
    return Tile(label, value, "", "off", "grey", "", certainty, meaning, ())
