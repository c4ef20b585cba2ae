"""The sentences above the tables of payers and providers."""

from collections.abc import Iterator

import polars as pl

from analytics import words


def payers_sentence(payers: pl.DataFrame) -> str:
    """Which share of the dollars rests on classes that nobody has confirmed."""
    doubtful = int(payers["needs_confirmation"].sum())
    if not payers.height or not payers["charge_cents"].sum():
        return "No payer has been billed yet"
    if bool(payers["confirmed"].all()):
        return "Every payer class is confirmed"
    share = words.percent(_share(payers, ~pl.col("confirmed")))
    if not doubtful:
        return f"{share} of charged dollars rest on payer classes that nobody confirmed; none of them is in doubt"
    doubt = words.percent(_share(payers, pl.col("needs_confirmation")))
    rows = words.number_of(doubtful, "row")
    return (
        f"{share} of charged dollars rest on payer classes that nobody confirmed; "
        f"{doubt} on a class in doubt: confirm the first {rows if doubtful > 1 else 'row'}"
    )


def _share(payers: pl.DataFrame, where: pl.Expr) -> float:
    return int(payers.filter(where)["charge_cents"].sum()) / int(payers["charge_cents"].sum())


def alias_sentences(aliases: pl.DataFrame) -> Iterator[str]:
    """Payers that seem to be one: claims go to the one, answers come from the other."""
    for row in aliases.iter_rows(named=True):
        yield (
            f"{words.count(row['claims'])} of {words.number_of(row['answered_claims'], 'answered claim')} sent to "
            f"{words.name(row['billed_name'])} ({words.payer_class(row['billed_class'])}) were answered by "
            f"{words.name(row['payer_name'])} ({words.payer_class(row['payer_class'])}). "
            "If they are one payer, give both the same name and class."
        )


def providers_sentence(providers: pl.DataFrame) -> str:
    """Whether names and sites are known."""
    if not providers.height:
        return "No provider has been seen yet"
    nameless = int(providers["name"].is_null().sum())
    count = words.number_of(providers.height, "provider")
    return f"{count} seen in the files" + (f"; {nameless} without a name" if nameless else "")
