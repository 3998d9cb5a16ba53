"""Reads what ZKTeco-style terminals write: ``attlog.dat`` and pushed ATTLOG batches.

One punch a line: pin, moment, then four to ten and more status fields whose order
differs between files and pushes and between firmwares. Only pin and moment are used;
the terminal's own in/out flag is wrong on every second day of real files.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from .punch import (
    MAX_PIN,
    Bad,
    Parsed,
    Punch,
    check_moment,
    clean,
)

_LINE = re.compile(
    rb"([ ]*[^\s\0]{1,200})[ ]*[\t ][\t ]*"
    rb"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)"
    rb"(?:[\t ][^\n\r\0]*)?\r*"
)
#: pin and something that was meant to be a moment
_NEARLY = re.compile(rb"[ ]*[^\s\0]{1,200}[\t ]+(?=[^\s]*\d[-/:.])[\d/:.TZ +-]{6,}")
_SERIAL = re.compile(rb"\s*(?:\xef\xbb\xbf)?(?:SN\s*[=:]\s*)?([A-Za-z0-9]{6,30})\s*")
_CHECKSUM = re.compile(rb"\s*(?:[A-Za-z]+\s*[=:]\s*)?[0-9A-Fa-f]{1,40}\s*")
_FILL = re.compile(rb"[\0Z\x1a\xff\s]*|90\|90\|1515870810\s*")
_NULS = re.compile(rb"\0+")
_BOM = b"\xef\xbb\xbf"
_SAMPLE = 200


def looks_like_attlog(data: bytes) -> bool:
    """Whether most of the first lines are punches of a terminal.

    A sheet with a header line is none, even when its cells are cut by tabs.
    """
    lines = [line for line in data[:100_000].split(b"\n") if line.strip(b"\0\r\t ")]
    if len(lines) > 1 and _is_serial(lines[0]):
        lines = lines[1 : -1 if len(lines) > 2 else None]
    lines = lines[:_SAMPLE]
    found = [bool(_LINE.fullmatch(line.removeprefix(_BOM))) for line in lines]
    if not lines or sum(found) * 2 < len(lines):
        return False
    first = lines[0]
    return found[0] or b"\0" in first or not re.search(rb"[\t,;|]", first.strip())


def parse(data: bytes, latest: datetime) -> Parsed:
    """Read a file or a pushed body: each line that is not blank is a punch or bad.

    The serial number on the first and the checksum on the last line of the extended
    format are neither. How terminals compute the checksum is not published, so it is
    not compared.

    :param latest: local moments after it are bad
    """
    result = Parsed()
    lines = data.removeprefix(_BOM).split(b"\n")
    first, last = _take_frame(lines, result)
    width = _pin_width(lines)
    for number in range(first, last):
        line = lines[number]
        match = _LINE.fullmatch(line)
        if match:
            _take(match, line, number + 1, latest, result)
        elif line.strip():
            for part, is_whole in _parts(line):
                _take_part(part, is_whole, width, number + 1, latest, result)
    return result


def serialise(punches: list[Punch]) -> bytes:
    """Write punches as a plain ``attlog.dat``; ``parse`` gives the same ones."""
    return b"".join(
        f"{punch.pin:>9}\t{punch.local:%Y-%m-%d %H:%M:%S}\t1\t0\t1\t0\n".encode()
        for punch in punches
    )


def _take_frame(lines: list[bytes], result: Parsed) -> tuple[int, int]:
    """Find serial and checksum line; return the range of the lines between."""
    filled = [index for index, line in enumerate(lines) if line.strip(b"\0\r\t ")]
    if not filled:
        return 0, len(lines)
    first, last = filled[0], filled[-1]
    serial = _is_serial(lines[first])
    if not serial or first == last:
        return 0, len(lines)
    result.serial = serial[1].decode()
    return first + 1, last if _CHECKSUM.fullmatch(lines[last]) else len(lines)


def _is_serial(line: bytes) -> re.Match | None:
    match = _SERIAL.fullmatch(line)
    return match if match and re.search(rb"\d", match[1]) else None


def _pin_width(lines: list[bytes]) -> int:
    """How wide the pin column is padded in this file; 0 when it is not."""
    for line in lines[:_SAMPLE]:
        match = _LINE.fullmatch(line)
        if match and match[1].startswith(b" "):
            return len(match[1])
    return 0


def _parts(line: bytes) -> Iterator[tuple[bytes, bool]]:
    """Cut a line at its runs of NUL: a lost block, so a new line may begin anywhere.

    :return: pieces, and whether one begins where the line begins
    """
    if b"\0" not in line:
        yield line, True
        return
    start = 0
    for run in _NULS.finditer(line):
        if line[start : run.start()].strip():
            yield line[start : run.start()], start == 0
        yield run[0], True
        start = run.end()
    if line[start:].strip():
        yield line[start:], start == 0


def _take_part(part, is_whole, width, number, latest, result) -> None:
    match = _LINE.fullmatch(part)
    if match and (is_whole or width and len(match[1]) == width):
        _take(match, part, number, latest, result)
        return
    result.bad.append(Bad(number, _code(part, bool(match)), _shown(part)))


def _code(part: bytes, is_punch: bool) -> str:
    if is_punch:
        return "damaged"
    if _FILL.fullmatch(part):
        return "filler"
    return "bad_time" if _NEARLY.match(part) else "garbage"


def _take(match, line, number, latest, result) -> None:
    pin = match[1].strip().decode("utf-8", "replace")
    raw = _shown(line)
    try:
        local = datetime.fromisoformat(f"{match[2].decode()} {match[3].decode()}")
    except ValueError:
        result.bad.append(Bad(number, "bad_time", raw))
        return
    code = check_moment(local, latest)
    if not code and (len(pin) > MAX_PIN or not pin.isprintable()):
        code = "bad_pin"
    if code:
        result.bad.append(Bad(number, code, raw))
    else:
        result.punches.append(Punch(number, pin, local, raw))


def _shown(line: bytes) -> str:
    """The line as text; a run of fill bytes as its length."""
    if len(line) > 200 and len(set(line)) == 1:
        return f"0x{line[0]:02X} × {len(line)}"
    return clean(decode(line[:400]))


def decode(data: bytes) -> str:
    """Terminals write UTF-8, Chinese ones GB 2312; bad bytes stay visible."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
