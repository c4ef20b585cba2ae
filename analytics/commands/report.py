"""reimburse report: the monthly leadership report as files; quiet, and the same files when run again."""

import os
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Thread
from typing import TYPE_CHECKING, Any

from analytics.commands.metrics import add_filters, month, view_of
from analytics.commands.output import DONE, RefusedError, answer, complain

if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers
    from analytics.report.content import Asked
    from analytics.report.formats import Face
    from analytics.report.model import Report


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("report", help="the monthly leadership report: PDF, slides, Excel, web page, CSV")
    parser.add_argument("--month", required=True, type=month, metavar="YYYY-MM")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR")
    parser.add_argument("--format", default="pdf,pptx,xlsx,html,csv", metavar="pdf,pptx,xlsx,html,csv")
    parser.add_argument("--compare", type=month, metavar="YYYY-MM", help="compare with this month, not the one before")
    parser.add_argument("--title", default="", metavar="TEXT")
    parser.add_argument("--logo", type=Path, metavar="FILE", help="PNG or JPEG, at most 1 MB")
    parser.add_argument(
        "--target", action="append", default=[], type=target, metavar="METRIC=VALUE", help="as in denial_rate=0.08"
    )
    add_filters(parser)
    parser.set_defaults(run=run, basis="answer")


def target(text: str) -> tuple[str, float]:
    """A metric of the front page and the value wanted of it."""
    from math import isfinite

    from analytics.report.content.front import SHOWN

    name, _, value = text.partition("=")
    if name not in SHOWN:
        raise ArgumentTypeError(f"{name!r} is not a number of the report; choose from {', '.join(SHOWN)}")
    with suppress(ValueError):
        if isfinite(number := float(value)):
            return name, number
    raise ArgumentTypeError(f"{text!r} has no value; write it as denial_rate=0.08")


def run(args: Namespace, faces: "Mapping[str, Face] | None" = None) -> int:
    from analytics.facts import open_facts
    from analytics.report.formats import FACES, bring_in
    from analytics.report.make import make_report, not_kept
    from analytics.store import Store

    known = FACES if faces is None else faces
    formats = _formats(args.format, known)
    asked = _asked(args)
    _check_out(args.out)
    store = Store.open(args.store)
    facts = open_facts(store)
    Thread(target=bring_in, args=([known[name] for name in formats],), daemon=True).start()
    report = make_report(store, facts, asked)
    files = _written(args.out, report, {name: known[name] for name in formats})
    unkept = not_kept(store, facts, asked, report)
    answer(args, _document(report, files), _lines(report, files))
    if unkept:
        complain(unkept)
    return DONE


def _asked(args: Namespace) -> "Asked":
    from analytics.report.content import Asked

    if args.start or args.end:
        raise RefusedError("report --from/--to: a report is of one month; use --month, and --compare for another")
    if args.compare == args.month:
        raise RefusedError(f"--compare {args.compare:%Y-%m}: that is the month of the report; choose another")
    return Asked(
        month=args.month,
        basis=args.basis,
        filters=view_of(args),
        title=" ".join(args.title.split()),
        targets=tuple(sorted(dict(args.target).items())),
        compare=args.compare,
        logo=_logo(args.logo) if args.logo else None,
    )


def _logo(path: Path) -> bytes:
    from analytics.report.logo import LARGEST_LOGO, logo_fault

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_LOGO + 1)
    except OSError as error:
        raise RefusedError(f"--logo {path}: cannot be read ({error.strerror}); choose a PNG or JPEG") from None
    if fault := logo_fault(data):
        raise RefusedError(f"--logo {path}: {fault}")
    return data


def _formats(text: str, known: "Mapping[str, Face]") -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name for name in text.split(",") if name))
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise RefusedError(f"--format {text}: choose from {', '.join(known)}")
    return names


def _check_out(out: Path) -> None:
    """Before anything is made: the folder is there, or can be, and takes files."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=out, prefix=".report-"):
            pass
    except OSError as error:
        raise RefusedError(f"--out {out}: cannot be written ({error.strerror}); choose another folder") from None


def _written(out: Path, report: "Report", faces: "Mapping[str, Face]") -> list[dict[str, str]]:
    """All files, two at a time: typesetting and packing leave the interpreter to the other."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda face: _write(out, report, *face), faces.items()))


def _write(out: Path, report: "Report", name: str, face: "Face") -> dict[str, str]:
    """One file, put in place whole: who opens it sees the old one or the new one."""
    from analytics.report.formats import file_name

    data = face.draw(report)
    path = out / file_name(report, face.suffix)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise RefusedError(f"{path}: cannot be written ({error.strerror}); close it, or choose another --out") from None
    return {"format": name, "path": str(path), "sha256": sha256(data).hexdigest()}


def _document(report: "Report", files: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "month": f"{report.month:%Y-%m}",
        "basis": report.basis,
        "preliminary": report.preliminary,
        "files": files,
        "restated": [
            {"metric": one.metric, "month": one.month, "was": one.was_value, "now": one.now_value, "why": one.why}
            for one in report.restated
        ],
    }


def _lines(report: "Report", files: list[dict[str, str]]) -> Iterator[str]:
    state = ", preliminary" if report.preliminary else ""
    yield f"report of {report.month:%Y-%m}{state}: {report.headline[0]}"
    yield from (file["path"] for file in files)
    for one in report.restated:
        yield f"restated {one.month} {one.label}: was {one.was}, now {one.now} ({one.why})"
