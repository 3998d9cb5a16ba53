"""Forbidden and courtesy words in what an agent wrote (HD-32).

It proposes only: a person judges. A word is found wherever its letters stand, whatever
their case and width; of two words at one place the longer one counts.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

#: characters shown on each side of a word
AROUND = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """:param word: as it stands in the list
    :param start, stop: place in the text
    :param before, found, after: the text around it
    """

    word: str
    start: int
    stop: int
    before: str
    found: str
    after: str


def plain(text: str) -> str:
    """Letters of one width and case, each in its place.

    >>> plain("ＯＫ, Not My Job")
    'ok, not my job'
    """
    return "".join(_letter(letter) for letter in text)


def _letter(letter):
    one = unicodedata.normalize("NFKC", letter).casefold()
    return one if len(one) == 1 else letter


def find(words: Iterable[str], text: str) -> list[Hit]:
    """Where words stand in a text, in its order.

    >>> hits = find(["不知道", "知道"], "我不知道，你知道？")
    >>> [(hit.word, hit.start) for hit in hits]
    [('不知道', 1), ('知道', 6)]
    >>> find([], "anything")
    []
    """
    known = {plain(word.strip()): word for word in sorted(words) if word.strip()}
    if not known:
        return []
    longest = sorted(known, key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(map(re.escape, longest)))
    return [
        Hit(
            known[match[0]],
            match.start(),
            match.end(),
            text[max(0, match.start() - AROUND) : match.start()],
            text[match.start() : match.end()],
            text[match.end() : match.end() + AROUND],
        )
        for match in pattern.finditer(plain(text))
    ]
