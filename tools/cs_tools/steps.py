"""Set-up steps that are done once, locks between processes, disk space.

A step is done when its stamp holds the key it was done for. The stamp is written
last and at once, so a step interrupted anywhere is simply done again.
"""

import fcntl
import hashlib
import os
import shutil
from contextlib import contextmanager

from .console import Fault, say
from .paths import LOCKS, ROOT, STAMPS, VAR


def fingerprint(*parts):
    """Short hash of what the parts look like as text."""
    digest = hashlib.sha256()
    for part in parts:
        data = str(part).encode()
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()[:20]


def is_done(name, key):
    try:
        return (STAMPS / name).read_text() == key
    except OSError:
        return False


def mark_done(name, key):
    STAMPS.mkdir(parents=True, exist_ok=True)
    write_at_once(STAMPS / name, key)


def forget(name):
    (STAMPS / name).unlink(missing_ok=True)


def write_at_once(path, text):
    """Write a file so that readers see the old content or the new, never half."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_text(text)
    os.replace(temporary, path)


def remove(path):
    """Delete a file or a tree, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def lock(name, busy=None):
    """Hold a lock between processes; the system frees it when we die.

    :param busy: sentence to refuse with when somebody has it; without it, wait
    """
    LOCKS.mkdir(parents=True, exist_ok=True)
    with open(LOCKS / name, "a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if busy:
                raise Fault(busy) from None
            say(f"- waiting for another ./run or ./test here to finish ({name})")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make_work_folder():
    if "," in f"{ROOT}{VAR}":
        raise Fault(
            f"Odoo cannot work in a folder with a comma in its name ({ROOT}, {VAR}):"
            " rename it, or set CS_VAR if it is the work folder."
        )
    try:
        VAR.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Fault(
            f"The work folder {VAR} cannot be made ({error.strerror}): set CS_VAR to a"
            " folder you can write."
        ) from None


def require_space(folder, gigabytes, purpose):
    free = shutil.disk_usage(folder).free / 1e9
    if free < gigabytes:
        raise Fault(
            f"{purpose}: {gigabytes:g} GB are needed in {folder}, {free:.1f} GB are"
            " free; make room, or set CS_VAR to a folder on a larger disk."
        )
