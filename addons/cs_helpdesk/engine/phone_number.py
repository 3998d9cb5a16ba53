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

import phonenumbers

#: The prefix of mainland China.
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
    region = phonenumbers.region_code_for_country_code(int(prefix))
    if number.startswith("00"):
        number = f"+{number[2:]}"
    try:
        found = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(found):
        return None
    key = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    return key, _shown(found, prefix) or key


def _shown(found, prefix):
    """A number of the own country, in China 13800138000, 010-62251234, 400-600-1234."""
    if str(found.country_code) != prefix:
        return None
    national = phonenumbers.PhoneNumberFormat.NATIONAL
    text = phonenumbers.format_number(found, national)
    if prefix != HOME:
        return text
    if phonenumbers.number_type(found) == phonenumbers.PhoneNumberType.MOBILE:
        return re.sub(r"\D", "", text)
    area, *rest = text.split()
    return "-".join((area, "".join(rest) if area.startswith("0") else "-".join(rest)))


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
