"""Terminal files with every defect that real ones have; made, not recorded.

The same seed gives the same file.
"""

import random
from datetime import datetime, timedelta

SERIAL = b"CKJH202760123"
NUL_RUN = b"\0" * 311_080
FILL = b"90|90|1515870810"
DEFECTS = (
    "pad7",
    "pad9",
    "mixed_ends",
    "nul_run",
    "fill_rows",
    "z_bytes",
    "duplicates",
    "status_255",
    "year_1971",
    "future",
    "malformed_date",
    "short_line",
    "no_last_newline",
    "extended",
    "spaces",
    "many_fields",
    "wrong_flags",
)


def make(defects=(), people=20, days=10, start=datetime(2026, 3, 2), seed=7):
    """Return the bytes of a file and the punches (pin, local) that are in it."""
    rng = random.Random(seed)
    wanted = []
    lines = []
    for day in range(days):
        for pin in range(1, people + 1):
            for hour, flag in ((8, 0), (17, 1)):
                local = start + timedelta(
                    days=day, hours=hour, seconds=rng.randrange(3600)
                )
                wanted.append((str(pin), local))
                if "wrong_flags" in defects and rng.random() < 0.5:
                    flag = 1 - flag
                lines.append(_line(pin, local, flag, defects, rng))
    lines = _spoil(lines, defects, rng)
    ends = [b"\r\n", b"\n"] if "mixed_ends" in defects else [b"\r\n"]
    data = b"".join(line + rng.choice(ends) for line in lines)
    if "extended" in defects:
        data = SERIAL + b"\r\n" + data + b"3FA9C2D1\r\n"
    if "no_last_newline" in defects:
        data = data.rstrip(b"\r\n")
    return data, wanted


def _line(pin, local, flag, defects, rng):
    width = 7 if "pad7" in defects else 9 if "pad9" in defects else 0
    status = 255 if "status_255" in defects and rng.random() < 0.2 else flag
    cut = b" " if "spaces" in defects else b"\t"
    fields = [f"{pin:>{width}}".encode(), f"{local:%Y-%m-%d %H:%M:%S}".encode()]
    fields += [b"1", str(status).encode(), b"15", b"0"]
    if "many_fields" in defects:
        fields += [b"0"] * rng.randrange(7)
    return cut.join(fields)


def _spoil(lines, defects, rng):
    """Put what is no punch between the lines, and some lines twice."""
    extra = {
        "nul_run": [NUL_RUN],
        "fill_rows": [FILL] * 5,
        "z_bytes": [b"Z" * 300],
        "duplicates": rng.sample(lines, 9),
        "year_1971": [b"1\t1971-10-29 00:00:01\t1\t0\t1\t0"],
        "future": [b"1\t2099-01-01 08:00:00\t1\t0\t1\t0"],
        "malformed_date": [b"1\t1971--10--29 08:00:00\t1\t0\t1\t0"],
        "short_line": [b"583\t2026-03-"],
    }
    lines = list(lines)
    for defect in defects:
        for line in extra.get(defect, ()):
            lines.insert(rng.randrange(1, len(lines)), line)
    return lines


#: bad lines that each defect adds
BAD = {
    "nul_run": 1,
    "fill_rows": 5,
    "z_bytes": 1,
    "year_1971": 1,
    "future": 1,
    "malformed_date": 1,
    "short_line": 1,
}
