"""Telephone numbers as people write and say them.

A mobile number, a landline with area code and extension, a 400 number, with blanks,
dashes, 0086 or +86, in full-width digits: each number has one key by which it is found
again, whoever entered it how. Numbers of other countries begin with + or 00.

>>> parse_phone("138-0013 8000")
PhoneNumber(key='+8613800138000', shown='13800138000', extension='')
>>> parse_phone("（010）6225 1234 转 801")
PhoneNumber(key='+861062251234', shown='010-62251234-801', extension='801')
>>> parse_phone("4006001234").shown
'400-600-1234'
>>> parse_phone("+852 2345 6789").key
'+85223456789'
"""

import re
import unicodedata
from typing import NamedTuple

#: The prefix of mainland China, whose numbers are known by their shape.
HOME = "86"
MAX_LENGTH = 40

_DASHES = re.compile("[‐‑‒–—―−﹣－ー]")
_BLANKS = re.compile(r"[\s.()\[\]/·]+")
#: what is said or written between a number and its extension
_EXTENSION = re.compile(
    r"(.+?)[-,;]*(?:转接?|分机号?|ext|x|#|,|;)[:-]*(\d{1,6})#?", re.I
)
_DASHED_EXTENSION = re.compile(r"(.+)-(\d{1,6})")
_DIALLED = re.compile(r"\+?[\d-]+")

#: A national number without the 0 in front of it, and how it is written.
_MOBILE = re.compile(r"1[3-9]\d{9}")
_HOTLINE = re.compile(r"([48]00)(\d{3})(\d{4})")
_LANDLINE = re.compile(
    r"(10|2[0-57-9])([2-8]\d{7})|((?![48]00)[3-9]\d\d)([2-8]\d{6,7})"
)
#: The most and the fewest digits of any country, with its prefix (E.164).
_SHORTEST, _LONGEST = 7, 15


class PhoneNumber(NamedTuple):
    """:param key: + and digits with the prefix of the country, without extension
    :param shown: as people of the country write it, with extension
    """

    key: str
    shown: str
    extension: str


class BadNumber(ValueError):
    """Nobody can be called by this; ``reason`` is one of "empty", "letters", "short",
    "long", "area" and "unknown"."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def parse_phone(text: str, prefix: str = HOME) -> PhoneNumber:
    """:param prefix: of the country whose numbers are dialled without one
    :raise BadNumber: with the reason
    """
    plain = _plain(text)
    for number, extension in _splits(plain):
        found = _find(number, prefix or HOME)
        if found:
            key, shown = found
            shown = f"{shown}-{extension}" if extension else shown
            return PhoneNumber(key, shown, extension)
    raise BadNumber(_reason(plain))


def _plain(text):
    text = unicodedata.normalize("NFKC", text or "")
    return _BLANKS.sub("", _DASHES.sub("-", text)).strip("-")


def _splits(plain):
    """What may be number and what extension, the likeliest first."""
    if len(plain) > MAX_LENGTH:
        return
    yield plain, ""
    for pattern in (_EXTENSION, _DASHED_EXTENSION):
        if found := pattern.fullmatch(plain):
            yield found[1], found[2]


def _find(number, prefix):
    """:return: key and how it is written, or None"""
    if not _DIALLED.fullmatch(number):
        return None
    digits = number.replace("-", "")
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits.startswith("+"):
        return _find_abroad(digits[1:])
    if prefix == HOME:
        return _find_at_home(digits)
    national = digits.removeprefix("0")
    return (f"+{prefix}{national}", digits) if _fits(prefix + national) else None


def _find_abroad(digits):
    if digits.startswith(HOME):
        return _find_at_home(digits)
    return (f"+{digits}", f"+{digits}") if _fits(digits) else None


def _fits(digits):
    return digits.isdigit() and digits[0] != "0" and _SHORTEST < len(digits) <= _LONGEST


def _find_at_home(digits):
    """86 in front of what is a number without it is the prefix."""
    for rest in (digits, digits.removeprefix(HOME)):
        national = rest.removeprefix("0")
        shown = _shown_at_home(national, is_long=rest != national)
        if shown:
            return f"+{HOME}{national}", shown
    return None


def _shown_at_home(national, is_long):
    if _MOBILE.fullmatch(national):
        return national
    if found := _HOTLINE.fullmatch(national):
        return "-".join(found.groups())
    found = _LANDLINE.fullmatch(national)
    # Without the 0, seven digits more may be missing the area code.
    if found and (is_long or len(national) > 9):
        return "0{}-{}".format(*filter(None, found.groups()))
    return None


def _reason(plain):
    digits = re.sub(r"\D", "", plain)
    if not plain:
        return "empty"
    if not digits or re.search(r"[^\d+#,;:-]", plain):
        return "letters"
    if len(digits) in (7, 8) and digits[0] in "2345678":
        return "area"
    if len(digits) < 11:
        return "short"
    return "long" if len(digits) > 12 else "unknown"
