"""The iclock/ADMS protocol by which terminals push (ATT-30), as far as it is text.

Only what a gateway has to say and understand; it reads and writes no state.
"""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from .attlog import decode
from .punch import MAX_RAW, clean

_SERIAL = re.compile(r"[A-Za-z0-9_-]{3,40}")
_STAMP = re.compile(r"[0-9]{1,20}")


class Stamps(NamedTuple):
    """How far a terminal has delivered each of its tables, in its own count."""

    attlog: str = ""
    operlog: str = ""


def serial_of(text: str | None) -> str:
    """A serial number that can be one, or nothing."""
    text = (text or "").strip()
    return text if _SERIAL.fullmatch(text) else ""


def stamp_of(text: str | None) -> str:
    text = (text or "").strip()
    return text if _STAMP.fullmatch(text) else ""


def zone_value(offset: timedelta) -> int:
    """What ``TimeZone`` has to say: whole hours, else minutes.

    >>> zone_value(timedelta(hours=8)), zone_value(timedelta(hours=5, minutes=45))
    (8, 345)
    """
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    return minutes if rest else hours


def handshake(serial: str, stamps: Stamps, offset: timedelta) -> str:
    """The options that a terminal asks for when it connects.

    An empty stamp makes it send everything that it still holds.
    """
    return "\n".join(
        [
            f"GET OPTION FROM: {serial}",
            f"ATTLOGStamp={stamps.attlog or 'None'}",
            f"OPERLOGStamp={stamps.operlog or 'None'}",
            "ATTPHOTOStamp=None",
            "ErrorDelay=30",
            "Delay=10",
            "TransTimes=00:00;14:05",
            "TransInterval=1",
            "TransFlag=TransData AttLog\tOpLog",
            f"TimeZone={zone_value(offset)}",
            "Realtime=1",
            "Encrypt=None",
            "",
        ]
    )


def firmware_of(info: str) -> str:
    """The firmware a terminal tells with a poll (``INFO=fw,users,…``) or in its
    options (``FWVersion=…``)."""
    match = re.search(r"(?:FWVersion|FirmVer)=([^,\r\n]+)", info)
    return clean(match[1] if match else info.partition(",")[0], 60)


def text_of(body: bytes) -> str:
    return clean(decode(body[: 4 * MAX_RAW]))


def drift_of(
    newest: datetime, now: datetime, known: int | None, is_fresh: bool
) -> int | None:
    """Seconds by which a terminal's clock is ahead of ours, as far as known.

    A punch arrives after it was made, never before, so each arrival says only that
    the clock is ahead by *at least* this much; the greatest of a day is the truth.

    :param newest: latest punch of a batch, naive UTC
    :param is_fresh: ``known`` was found within the last day
    """
    seen = round((newest - now).total_seconds())
    return max(seen, known) if is_fresh and known is not None else seen
