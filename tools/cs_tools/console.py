"""What the user reads: progress lines, and errors in one sentence."""

import errno
import signal
import sys
import time
from contextlib import contextmanager


class Fault(Exception):
    """A reason to stop: one sentence that says what happened and what to do."""


class Terminated(BaseException):
    """SIGTERM or SIGHUP arrived; unwinds like KeyboardInterrupt."""


def say(text=""):
    print(text, flush=True)


@contextmanager
def step(title, estimate=None):
    """Announce a step before it starts and its duration when it is done.

    :param estimate: how long it usually takes, for people ("2 minutes")
    """
    hint = f" (about {estimate})" if estimate else ""
    print(f"- {title}{hint} ... ", end="", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        say("not done")
        raise
    say(f"{time.monotonic() - start:.0f} s")


def _terminate(_signum, _frame):
    raise Terminated


def guarded(program, main):
    """Run ``main`` and turn every foreseeable end into one line and an exit code."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _terminate)
    signal.signal(signal.SIGHUP, _terminate)
    try:
        return main()
    except Fault as fault:
        print(f"{program}: {fault}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, Terminated):
        print(f"\n{program}: stopped; the next start goes on here.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        print(
            f"{program}: {error.strerror}: {error.filename or 'the work folder'};"
            " free space or set CS_VAR to a folder you can write.",
            file=sys.stderr,
        )
        return 1
