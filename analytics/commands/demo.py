"""reimburse demo: a synthetic practice, written as 837P and 835, loaded, and opened in the dashboard."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from analytics.commands.output import DONE, REFUSED, Progress, RefusedError, answer, complain
from analytics.commands.serve import refuse_taken

if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("demo", help="load a synthetic practice and open the dashboard")
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--encounters", type=int, default=12_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-serve", action="store_true", help="only load; open later with: reimburse serve")
    parser.add_argument("--port", type=int, default=8501)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from analytics.store import Store

    if args.months < 1 or args.encounters < 1:
        raise RefusedError("demo: --months and --encounters must be at least 1")
    if not args.no_serve:
        refuse_taken(args.port)
    store = Store.create(args.store)
    _refuse_real_data(store)
    document = _load(args, store)
    answer(args, document, [f"{document['files']} files of a synthetic practice are loaded in {store.folder}"])
    if fault := document.get("build_error"):
        complain(fault)
        return REFUSED
    if not args.no_serve:
        return _serve(args)
    return DONE


def _refuse_real_data(store: Any) -> None:
    # Invented claims must never mix with a practice's own.
    real = store.rows("select count(*) as n from load where state = 'live' and label not like '%demo-practice%'")
    if real[0]["n"]:
        raise RefusedError(
            f"{store.folder}: holds loaded files; the demo practice would mix with them; "
            "choose an empty folder with --store"
        )


def _load(args: Namespace, store: Any) -> dict[str, Any]:
    from analytics.demo import known_limits, write_demo
    from analytics.ingest.run import ingest
    from analytics.store.scratch import scratch
    from analytics.store.user_data import PayerLimit, save_limits

    with scratch(store.folder) as place, Progress() as progress:
        progress("writing the practice's files", 0.0)
        demo = write_demo(place / "demo-practice", months=args.months, encounters=args.encounters, seed=args.seed)
        save_limits(store, [PayerLimit(**limit) for limit in known_limits()])
        loaded = ingest([demo.folder], store, build=True, progress=progress)
        truth = store.folder / "demo-truth.json"
        truth.write_bytes(demo.truth_path.read_bytes())
        return {
            "store": str(store.folder),
            "files": len(demo.files),
            "encounters": args.encounters,
            "truth": str(truth),
            **{name: loaded[name] for name in ("build_error",) if name in loaded},
        }


def _serve(args: Namespace) -> int:
    from analytics.commands.serve import run as serve

    return serve(args)
