"""The `reimburse` command."""

import os
import resource
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from secrets import token_hex

from analytics.commands.output import INTERRUPTED, REFUSED, RefusedError, complain
from analytics.commands.parser import parse
from analytics.store.errors import StoreError


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb; whatever happens, the user sees one line and an exit code."""
    _keep_private()
    try:
        with _stoppable():
            args = parse(argv)
            code: int = args.run(args)
            sys.stdout.flush()
            return code
    except (RefusedError, StoreError) as error:
        complain(str(error))
        return REFUSED
    except KeyboardInterrupt:
        complain("interrupted; what was loaded stays loaded; run the same command again for the rest")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader of our output has gone; that is its right
        return 0
    except OSError as error:
        complain(f"cannot read or write ({error.strerror or type(error).__name__}); check the disk and the permissions")
        return REFUSED
    except Exception as error:
        complain(
            f"something went wrong inside ({type(error).__name__}, id {token_hex(4)}); "
            "check the data with: reimburse verify, and report the type and the id"
        )
        return REFUSED


@contextmanager
def _stoppable() -> Iterator[None]:
    """Who ends the process, or closes its terminal, interrupts it as Ctrl-C does: nothing half made is left lying."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    for number, handler in before.items():
        if handler is signal.SIG_DFL:
            signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _keep_private() -> None:
    """New files are ours alone, and a crash leaves no copy of memory."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
